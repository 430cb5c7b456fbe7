import { render, screen, within } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { loadEnglish } from '@/test/messages';
import { DeclaredShare } from './DeclaredShare';

beforeAll(loadEnglish);

const window = { since: '2024-11-25', until: '2026-11-25' };

test('the share stands with its figures, its parts and its window', () => {
  render(
    <DeclaredShare
      declared={{ ...window, deals: 8, obeying: 6, fields: [{ field: 'stages', met: 6, known: 7 }] }}
    />,
  );
  expect(screen.getByText(/6 of 8 deals .* \(75%\)/)).toBeInTheDocument();
  const parts = within(screen.getByRole('list', { name: 'By part' })).getAllByRole('listitem');
  expect(parts.map((part) => part.textContent)).toEqual(['Rounds: 6 of 7']);
  expect(screen.getByText(/2024-11-25/)).toBeInTheDocument();
});

test('too few deals give no share', () => {
  render(<DeclaredShare declared={{ ...window, deals: 4, obeying: null, fields: [] }} />);
  expect(screen.getByText(/Only 4 deals .* not enough/)).toBeInTheDocument();
  expect(screen.queryByText(/%/)).toBeNull();
});
