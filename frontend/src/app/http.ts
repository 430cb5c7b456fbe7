import i18next from 'i18next';
import { client } from '@/api/client.gen';
import { toApiError } from '@/shared/apiError';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The value of one cookie, or an empty string. */
export function cookie(name: string, jar: string = document.cookie): string {
  const found = jar.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

/** What every request carries: the language of the page, and Django's CSRF token when it writes. */
export function withHeaders(request: Request, language: string, jar?: string): Request {
  request.headers.set('Accept-Language', language);
  if (!SAFE.has(request.method)) request.headers.set('X-CSRFToken', cookie('csrftoken', jar));
  return request;
}

/** Sets up the one generated client. Called once, before the first request. */
export function configureClient(): void {
  client.setConfig({ baseUrl: '', credentials: 'same-origin' });
  client.interceptors.request.use((request) => withHeaders(request, i18next.language));
  client.interceptors.error.use((error, response) => toApiError(error, response));
}
