import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Manifest, Plugin } from 'vite';
import { VitePWA, type VitePWAOptions } from 'vite-plugin-pwa';

const BASE = '/static/frontend/';
const DIST = new URL('../dist/', import.meta.url);
const DOOR = /^src\/routes\/checkin\..*tsr-split=component/;
const WORDS = /^src\/locales\/[^/]+\/(common|checkin)\.json$/;
/** What every page asks for by itself, and what the door asks for when it needs it. */
const LATER = /antd\/(es|lib)?\/?locale\/|dayjs|features\/checkin\//;
const STEADY = ['boot.js', 'mark.svg'];

/**
 * The service worker of `/checkin/` and of nothing else. It keeps the files that page is made of and the page itself,
 * which the server writes; it has no rule for any other address, so nothing private is ever kept.
 */
export function doorWorker(): Plugin[] {
  return VitePWA({
    manifest: false,
    injectRegister: null,
    strategies: 'generateSW',
    workbox: {
      globPatterns: ['assets/**/*.{js,css,wasm}', ...STEADY],
      inlineWorkboxRuntime: true,
      skipWaiting: true,
      clientsClaim: true,
      cleanupOutdatedCaches: true,
      navigateFallback: '/checkin/',
      navigateFallbackAllowlist: [/^\/checkin\//],
      manifestTransforms: [keepTheDoor],
    },
  });
}

type ManifestTransform = NonNullable<VitePWAOptions['workbox']['manifestTransforms']>[number];
type Entries = Parameters<ManifestTransform>[0];

/** Of all files the door's, at the addresses they are served from, and the page, new whenever one of them is. */
export const keepTheDoor: ManifestTransform = async (entries) => {
  const built = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8')) as Manifest;
  const wanted = new Set([...filesOf(built), ...STEADY]);
  const kept: Entries = entries
    .filter(({ url }) => wanted.has(url))
    .map((entry) => ({ ...entry, url: BASE + entry.url }));
  const page = readFileSync(new URL('index.html', DIST), 'utf8');
  const revision = createHash('sha256').update(page).update(JSON.stringify(kept)).digest('hex').slice(0, 16);
  return { manifest: [...kept, { url: '/checkin/', revision, size: page.length }] };
};

/** What the entry, the words and the door import, at once or later. */
export function filesOf(built: Manifest): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string) => {
    const chunk = built[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
    for (const next of chunk.imports ?? []) visit(next);
    for (const next of chunk.dynamicImports ?? []) if (LATER.test(next)) visit(next);
  };
  const begins = Object.keys(built).filter((key) => built[key]?.isEntry || DOOR.test(key) || WORDS.test(key));
  begins.forEach(visit);
  return files;
}
