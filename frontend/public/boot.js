// Runs before the first paint, so that a chosen theme or language never flashes. Kept outside the bundle and
// without inline code because the content policy allows none. The same keys: src/app/preferences.ts.
(() => {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('xmh-preferences') || '{}').state || {};
  } catch {
    // A blocked or broken store means the defaults.
  }
  const dark =
    stored.theme === 'dark' ||
    (stored.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  if (stored.language) document.documentElement.lang = stored.language;
})();
