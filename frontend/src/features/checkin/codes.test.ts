import { expect, test } from 'vitest';
import { newNonce } from '@/shared/nonce';
import { isSigned, readCode } from './codes';
import { flawOf, readingOf } from './reading';

// Signed by the server's own library with the key of the bytes 0 to 31.
const KEYS = [{ id: 'KZDV', public: 'A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=' }];
const TEXT =
  'XMH1.ABC234.K7M2P9QX.0A1B2C3D.KZDV.RG2ALEB7R67O3U6UEKOWMDMY2VCPS7YZ2FT4NRVOE7MP6XOPQDKN42NQYYLLDJAG5LILABPA5Q3PRLHT36BJ6KJPELFUZT4UYPV4OBQ';

const opens = async (text: string, keys = KEYS) => {
  const code = readCode(text);
  return code !== null && (await isSigned(code, keys));
};

test('what the server signed is read and holds', async () => {
  expect(readCode(TEXT)).toMatchObject({
    event: 'ABC234',
    ticket: 'K7M2P9QX',
    kind: '0A1B2C3D',
    key: 'KZDV',
  });
  expect(await opens(TEXT)).toBe(true);
  expect(await opens(` ${TEXT}\n`)).toBe(true);
});

test('with any letter changed, cut or added it is no ticket', async () => {
  const spoiled = [...TEXT].map(
    (letter, at) => `${TEXT.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${TEXT.slice(at + 1)}`,
  );
  const others = [
    TEXT.slice(0, -1),
    `${TEXT}A`,
    `${TEXT}.A`,
    TEXT.toLowerCase(),
    '',
    'https://example.com/a.b.c.d.e',
  ];
  const answers = await Promise.all([...spoiled, ...others].map((text) => opens(text)));
  expect(answers.filter(Boolean)).toEqual([]);
  // Bits of the last letter that are no part of the signature.
  expect(readCode(`${TEXT.slice(0, -1)}R`)).toBeNull();
});

test('a key of another event, or of nobody, opens nothing', async () => {
  expect(await opens(TEXT, [])).toBe(false);
  expect(await opens(TEXT, [{ id: 'KZDV', public: btoa('x'.repeat(32)) }])).toBe(false);
});

test('what a finger or a hand scanner types is told apart', () => {
  expect(readingOf(' k7m2p9qx ')).toEqual({ code: 'K7M2P9QX' });
  expect(readingOf(TEXT)).toEqual({ ticket: TEXT });
  expect(readingOf('  ')).toBeNull();
  expect([flawOf({ code: '王小明' }), flawOf({ ticket: 'WIFI:S:x;;' }), flawOf({ ticket: TEXT })]).toEqual([
    'unknown',
    'forged',
    null,
  ]);
  expect(newNonce()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
