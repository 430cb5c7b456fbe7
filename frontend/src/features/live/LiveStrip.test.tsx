import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import words from '../../locales/en/live.json';
import { loadEnglish } from '../../test/messages';
import { room } from './fake';
import { LiveStrip } from './LiveStrip';
import type { RoadshowState } from './room';

const EVENT = {
  id: 'e1',
  title: '硬科技路演',
  title_en: 'Hard tech evening',
  agenda: [{ id: 'b', company: { display_name: 'Yuanshan' }, pitch: null }],
};
let state: RoadshowState | null;

vi.mock('./useRoadshow', () => ({
  useRoadshow: () => ({
    query: { data: EVENT },
    room: { place: state && { epoch: 'e', seq: 1, state, asking: false }, offset: 0 },
  }),
}));

vi.mock('@/shared/AppLink', () => ({
  AppLink: ({ href, children }: { href: string; children: string }) => <a href={href}>{children}</a>,
}));

beforeAll(async () => {
  await loadEnglish();
  i18next.addResourceBundle('en', 'live', words);
});

beforeEach(() => {
  state = room({});
});

test('the strip says what is on stage, how long still, and where the room is', () => {
  render(<LiveStrip event="e1" />);
  expect(screen.getByText('Hard tech evening')).toBeInTheDocument();
  expect(screen.getByText('Line b')).toBeInTheDocument();
  expect(screen.getByText('Yuanshan')).toBeInTheDocument();
  expect(screen.getByRole('timer')).toHaveTextContent('08:00');
  expect(screen.getByRole('link', { name: 'Enter the room' })).toHaveAttribute('href', '/rooms/e1');
});

test('it moves with the room, and goes when the event ends', () => {
  const { rerender, container } = render(<LiveStrip event="e1" />);
  state = room({ item_id: 'c', timer: null });
  rerender(<LiveStrip event="e1" />);
  expect(screen.getByText('Line c')).toBeInTheDocument();
  expect(screen.queryByRole('timer')).toBeNull();
  state = room({ item_id: null, timer: null });
  rerender(<LiveStrip event="e1" />);
  expect(screen.getByText('One moment, please')).toBeInTheDocument();
  state = room({ phase: 'ended' });
  rerender(<LiveStrip event="e1" />);
  expect(container).toBeEmptyDOMElement();
});

test('nothing stands there before the room has answered', () => {
  state = null;
  const { container } = render(<LiveStrip event="e1" />);
  expect(container).toBeEmptyDOMElement();
});
