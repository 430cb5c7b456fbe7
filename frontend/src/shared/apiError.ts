export type FieldErrors = Record<string, string[]>;

/** Every refusal and failure of the server in the one shape `{code, detail, fields}`; `body` is what it sent. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldErrors;
  readonly body: unknown;
  /** The server's sentence for people, in the language of the request; may be empty. */
  readonly detail: string;

  constructor(status: number, code: string, detail: string, fields: FieldErrors = {}, body: unknown = null) {
    super(detail);
    this.name = 'ApiError';
    this.detail = detail;
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.body = body;
  }
}

function fieldsOf(value: unknown): FieldErrors {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).map(([name, texts]) => [
    name,
    (Array.isArray(texts) ? texts : [texts]).map(String),
  ]);
  return Object.fromEntries(entries);
}

interface SignInError {
  code: string;
  message: string;
  param?: string;
}

/** django-allauth answers `{status, errors: [{code, param, message}]}`. */
function fromSignIn(status: number, body: object): ApiError | null {
  if (!('status' in body)) return null;
  const errors = 'errors' in body && Array.isArray(body.errors) ? (body.errors as SignInError[]) : [];
  const fields: FieldErrors = {};
  for (const { param, message } of errors) if (param) fields[param] = [...(fields[param] ?? []), message];
  const general = errors.find(({ param }) => !param);
  return new ApiError(status, errors[0]?.code ?? `http_${status}`, general?.message ?? '', fields, body);
}

/** Turns whatever a request threw into an ApiError; status 0 and code `network` mean that no answer came. */
export function toApiError(error: unknown, response?: Response): ApiError {
  if (error instanceof ApiError) return error;
  const status = response?.status ?? 0;
  if (typeof error === 'object' && error !== null && !(error instanceof Error)) {
    if ('code' in error) {
      const body = error as { code: unknown; detail?: unknown; fields?: unknown };
      return new ApiError(status, String(body.code), String(body.detail ?? ''), fieldsOf(body.fields), error);
    }
    const signIn = fromSignIn(status, error);
    if (signIn) return signIn;
  }
  return status === 0 ? new ApiError(0, 'network', '') : new ApiError(status, `http_${status}`, '');
}

/** Trying again can help: no answer, too many requests, or the server's own failure. */
export function isRetryable(error: unknown): boolean {
  const { status } = toApiError(error);
  return status === 0 || status === 429 || status >= 500;
}
