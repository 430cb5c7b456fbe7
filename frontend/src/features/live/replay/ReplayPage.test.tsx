import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, expect, test, vi } from 'vitest';
import { ApiError } from '@/shared/apiError';
import words from '../../../locales/en/replay.json';
import { loadEnglish } from '../../../test/messages';
import { ReplayPage } from './ReplayPage';

const EVENT = {
  id: 'e1',
  title: '硬科技路演',
  title_en: 'Hard tech evening',
  starts_at: '2026-11-30T12:00:00Z',
  organization: { display_name: '街区', display_name_en: 'The street' },
};
const ask = vi.fn();

vi.mock('@tanstack/react-router', () => ({ getRouteApi: () => ({ useParams: () => ({ id: 'e1' }) }) }));
vi.mock('@/api/@tanstack/react-query.gen', () => ({
  eventsReplayRetrieveOptions: () => ({ queryKey: ['replay'], queryFn: ask }),
}));
vi.mock('../useRoadshow', () => ({ useRoadshow: () => ({ query: { data: EVENT, error: null } }) }));
vi.mock('@/app/shell/NotFoundPage', () => ({ NotFoundPage: () => <p>nowhere</p> }));
vi.mock('@/app/shell/Switches', () => ({ LanguageSwitch: () => null, ThemeSwitch: () => null }));
vi.mock('@/shared/AppLink', () => ({ AppLink: () => null }));
vi.mock('./Watch', () => ({ Watch: () => <p>the evening</p> }));

beforeAll(async () => {
  await loadEnglish();
  i18next.addResourceBundle('en', 'replay', words);
});

function shown() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ReplayPage />
    </QueryClientProvider>,
  );
}

test('a host who looks before the replay is kept sees it come', async () => {
  ask.mockRejectedValueOnce(new ApiError(409, 'replays.not_yet', ''));
  ask.mockResolvedValueOnce({ may_write: false, recording_url: '' });
  shown();
  expect(await screen.findByText(words.coming)).toBeInTheDocument();
  expect(await screen.findByText('the evening', undefined, { timeout: 3_000 })).toBeInTheDocument();
  expect(screen.queryByText(words.coming)).toBeNull();
  expect(ask).toHaveBeenCalledTimes(2);
});

test('where there is none the page is nowhere, and nobody asks again', async () => {
  ask.mockReset();
  ask.mockRejectedValue(new ApiError(404, 'replays.not_found', ''));
  shown();
  expect(await screen.findByText('nowhere')).toBeInTheDocument();
  await new Promise((done) => setTimeout(done, 1_300));
  expect(ask).toHaveBeenCalledTimes(1);
});
