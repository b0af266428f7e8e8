// One request to /api/v1: cookie session, CSRF token, problem documents, and a second try for reads.

import { ApiError, errorFrom, type Problem } from './problem';

export interface Http {
  /** Set after log-in and after GET /me; sent with everything that changes something. */
  csrf: string;
  /** The language in which refusals are worded. */
  language: string;
  /** Called once for every 401 outside the log-in: the session has ended. */
  onSessionLost: (() => void) | undefined;
  get<T>(path: string, query?: object, signal?: AbortSignal): Promise<T>;
  send<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T>;
  upload<T>(path: string, bytes: Blob, progress?: (share: number) => void, signal?: AbortSignal): Promise<T>;
}

export type Method = 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface HttpOptions {
  base?: string;
  fetch?: typeof fetch;
  /** Waits of the retries of a GET in milliseconds; tests make them short. */
  waits?: readonly number[];
}

const silentPaths = new Set(['/login', '/me']);

export function makeHttp(options: HttpOptions = {}): Http {
  const base = options.base ?? '/api/v1';
  const doFetch = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const waits = options.waits ?? [300, 1200];

  async function once<T>(method: string, path: string, init: RequestInit): Promise<T> {
    let response: Response;
    try {
      response = await doFetch(base + path, { ...init, method, credentials: 'same-origin' });
    } catch (failure) {
      if (init.signal?.aborted) throw failure;
      throw new ApiError(0, 'offline', { detail: String(failure) });
    }
    if (response.ok) return (response.status === 204 ? undefined : await readJson(response)) as T;
    const failure = errorFrom(
      response.status,
      await readProblem(response),
      response.headers.get('Retry-After'),
    );
    if (response.status === 401 && !silentPaths.has(path)) http.onSessionLost?.();
    throw failure;
  }

  const http: Http = {
    csrf: '',
    language: 'en',
    onSessionLost: undefined,

    async get<T>(path: string, query: object = {}, signal?: AbortSignal): Promise<T> {
      const init: RequestInit = { headers: { Accept: 'application/json', 'Accept-Language': http.language } };
      if (signal) init.signal = signal;
      for (let attempt = 0; ; attempt++) {
        try {
          return await once<T>('GET', path + queryString(query), init);
        } catch (failure) {
          const wait = waits[attempt];
          if (!(failure instanceof ApiError) || wait === undefined || !failure.passing) throw failure;
          if (failure.code === 'rate_limited') throw failure;
          await new Promise(resolve => setTimeout(resolve, wait * (0.5 + Math.random())));
        }
      }
    },

    send<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
      const headers: Record<string, string> = {
        Accept: 'application/json',
        'Accept-Language': http.language,
        'X-CSRF-Token': http.csrf,
      };
      const init: RequestInit = { headers };
      if (signal) init.signal = signal;
      if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
        init.body = JSON.stringify(body);
      }
      return once<T>(method, path, init);
    },

    // XMLHttpRequest, because fetch still cannot say how much of a body has left.
    upload<T>(
      path: string,
      bytes: Blob,
      progress?: (share: number) => void,
      signal?: AbortSignal,
    ): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('POST', base + path);
        request.setRequestHeader('X-CSRF-Token', http.csrf);
        request.setRequestHeader('Accept-Language', http.language);
        request.setRequestHeader('Content-Type', bytes.type || 'application/octet-stream');
        request.upload.onprogress = event => event.lengthComputable && progress?.(event.loaded / event.total);
        request.onerror = () => reject(new ApiError(0, 'offline', {}));
        request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
        request.onload = () => {
          const answer = parse(request.responseText);
          if (request.status >= 200 && request.status < 300) resolve(answer as T);
          else
            reject(
              errorFrom(request.status, (answer ?? {}) as Problem, request.getResponseHeader('Retry-After')),
            );
        };
        signal?.addEventListener('abort', () => request.abort());
        request.send(bytes);
      });
    },
  };
  return http;
}

export function queryString(query: object): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  const value = parse(text);
  if (value === undefined)
    throw new ApiError(response.status, 'unreadable', { detail: 'The answer is not JSON.' });
  return value;
}

async function readProblem(response: Response): Promise<Problem> {
  return (parse(await response.text().catch(() => '')) ?? {}) as Problem;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
