import { createFileRoute } from '@tanstack/react-router';
import { RoomPage } from '@/features/live/RoomPage';

export const Route = createFileRoute('/rooms/$id')({ staticData: { isBare: true }, component: RoomPage });
