import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, expect, test, vi } from 'vitest';
import cards from '../../locales/en/cards.json';
import saved from '../../locales/en/saved.json';
import { loadEnglish } from '../../test/messages';
import { QuestionWords } from './QuestionWords';

vi.mock('../sectors', () => ({ useSectors: () => ({ nameOf: (code: string) => `sector ${code}` }) }));

beforeAll(async () => {
  await loadEnglish();
  i18next.addResourceBundle('en', 'cards', cards);
  i18next.addResourceBundle('en', 'saved', saved);
});

const said = () => screen.getAllByRole('listitem').map((piece) => piece.textContent);

test('every condition is named in words, not by its code', () => {
  render(
    <QuestionWords
      question={{
        sector: ['SEMI'],
        qualification: ['little_giant'],
        business_model: ['b2b'],
        instrument: ['debt'],
        ask_currency: ['USD'],
      }}
    />,
  );
  const { qualification, business_model, instrument } = cards.label;
  expect(said()).toEqual([
    'sector SEMI',
    qualification.little_giant,
    business_model.b2b,
    instrument.debt,
    'Raising in US Dollar',
  ]);
});

test('a question without a condition asks for everything', () => {
  render(<QuestionWords question={{}} />);
  expect(said()).toEqual([saved.everything]);
});
