import i18next from 'i18next';
import { ApiError, toApiError } from '@/shared/apiError';
import { cookie } from './http';

export interface UploadRequest {
  /** Address of the upload operation, from the schema. */
  url: string;
  file: File;
  /** Name of the file's field. */
  field?: string;
  /** Other fields of the form. */
  values?: Record<string, string>;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Sends one file and reports how much has left. The only request beside the generated client: `fetch` cannot
 * tell the progress of what it sends. Throws ApiError; an abort rejects with code `aborted`.
 */
export function uploadFile<Answer>(request: UploadRequest): Promise<Answer> {
  const { url, file, field = 'file', values = {}, onProgress, signal } = request;
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  form.append(field, file);
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', url);
    xhr.responseType = 'json';
    xhr.setRequestHeader('Accept-Language', i18next.language);
    xhr.setRequestHeader('X-CSRFToken', cookie('csrftoken'));
    xhr.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(xhr.response as Answer);
      else reject(toApiError(xhr.response ?? {}, new Response(null, { status: xhr.status })));
    };
    xhr.onerror = () => reject(toApiError(new Error('no answer')));
    xhr.onabort = () => reject(new ApiError(0, 'aborted', ''));
    signal.addEventListener('abort', () => xhr.abort());
    xhr.send(form);
  });
}
