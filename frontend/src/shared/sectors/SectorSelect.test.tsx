import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test } from 'vitest';
import { loadEnglish } from '@/test/messages';
import { SectorSelect } from './SectorSelect';

beforeAll(loadEnglish);

const ROWS = [
  { code: 'ROBOT', parent: '', name: 'Robots' },
  { code: 'ROBOT.CORE', parent: 'ROBOT', name: 'Core components', aliases: ['jiqirenhexin'] },
  { code: 'ROBOT.ARM', parent: 'ROBOT', name: 'Arms', aliases: ['jixiebi'] },
];

test('a sector that was typed before the tree came is there as soon as the tree is', async () => {
  const select = (rows: typeof ROWS) => <SectorSelect rows={rows} max={1} leavesOnly aria-label="Sector" />;
  const { rerender } = render(select([]));
  await userEvent.type(screen.getByRole('combobox', { name: 'Sector' }), 'jiqiren');
  expect(screen.queryByTitle('Core components')).toBeNull();
  rerender(select(ROWS));
  expect(await screen.findByTitle('Core components')).toBeInTheDocument();
  expect(screen.queryByTitle('Arms')).toBeNull();
});
