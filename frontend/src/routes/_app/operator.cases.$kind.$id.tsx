import { createFileRoute } from '@tanstack/react-router';
import { CasePage } from '@/features/operator/CasePage';

export const Route = createFileRoute('/_app/operator/cases/$kind/$id')({ component: CasePage });
