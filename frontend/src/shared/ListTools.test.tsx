import { fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, test, vi } from 'vitest';
import { loadEnglish } from '@/test/messages';
import { ListTools } from './ListTools';

beforeAll(loadEnglish);

const OFFERED = ['newest', 'name'] as const;

test('words are asked for when they are complete, and without blanks around', () => {
  const onSearch = vi.fn();
  render(<ListTools search={{ label: 'Find by name', value: 'deep', onSearch }} />);
  const box = screen.getByRole('searchbox', { name: 'Find by name' });
  expect(box).toHaveValue('deep');
  fireEvent.change(box, { target: { value: ' deep blue ' } });
  expect(onSearch).not.toHaveBeenCalled();
  fireEvent.keyDown(box, { key: 'Enter', code: 'Enter', keyCode: 13 });
  expect(onSearch.mock.calls.map(([words]) => words)).toEqual(['deep blue']);
});

test('the order shown is the one asked for; that of the server itself leaves the address', () => {
  const onSort = vi.fn();
  render(<ListTools sort={{ offered: OFFERED, value: 'name', onSort }} />);
  expect(screen.getByText('Name')).toBeVisible();
  fireEvent.mouseDown(screen.getByRole('combobox', { name: 'Order' }));
  fireEvent.click(screen.getByTitle('Newest'));
  expect(onSort.mock.calls).toEqual([[undefined]]);
});

test('the file is a link of its own, and nothing is shown that a list does not have', () => {
  const { rerender } = render(<ListTools exportHref="/api/v1/organizations/export/?q=deep" />);
  const link = screen.getByRole('link', { name: 'Export CSV' });
  expect(link).toHaveAttribute('href', '/api/v1/organizations/export/?q=deep');
  expect(link).toHaveAttribute('download');
  expect(screen.queryByRole('combobox')).toBeNull();
  rerender(<ListTools />);
  expect(screen.queryByRole('link')).toBeNull();
});
