const WORKER = '/checkin/sw.js';
const MANIFEST = '/static/frontend/checkin.webmanifest';

/** Makes the door openable without the net, and something that can be put on the home screen. */
export function install(): void {
  if (!document.querySelector('link[rel="manifest"]')) {
    const link = document.createElement('link');
    link.rel = 'manifest';
    link.href = MANIFEST;
    document.head.append(link);
  }
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // Without it the page still works for as long as it stays open.
  void navigator.serviceWorker.register(WORKER).catch(() => undefined);
}
