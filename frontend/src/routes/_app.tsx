import { createFileRoute } from '@tanstack/react-router';
import { ConsoleLayout } from '@/app/shell/ConsoleLayout';

export const Route = createFileRoute('/_app')({ component: ConsoleLayout });
