// Every refusal of the server is a problem document (RFC 9457). Here it becomes one typed error.

export type Code =
  | 'invalid_input'
  | 'not_found'
  | 'conflict'
  | 'moved_on'
  | 'denied'
  | 'rate_limited'
  | 'unavailable'
  | 'internal'
  // What the client itself finds:
  | 'offline'
  | 'unreadable';

export interface FieldProblem {
  field: string;
  problem: string;
}

export interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  what_to_do?: string;
  errors?: FieldProblem[];
  [extra: string]: unknown;
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: Code;
  readonly problem: Problem;
  /** Seconds after which it is worth trying again, when the server said so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: Code, problem: Problem, retryAfter?: number) {
    super(problem.detail ?? problem.title ?? code);
    this.status = status;
    this.code = code;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** What is wrong with one form field; "sites" also answers for "sites[2]". */
  field(name: string): string | undefined {
    const about = (field: string) =>
      field === name || field.startsWith(`${name}[`) || field.startsWith(`${name}.`);
    return this.problem.errors?.find(entry => about(entry.field))?.problem;
  }

  /** Worth sending again unchanged: the network or the server was not ready, the request was fine. */
  get passing(): boolean {
    return (
      this.code === 'offline' ||
      this.code === 'unavailable' ||
      this.code === 'rate_limited' ||
      this.status >= 500
    );
  }
}

const codesByStatus: Record<number, Code> = {
  400: 'invalid_input',
  401: 'denied',
  403: 'denied',
  404: 'not_found',
  409: 'conflict',
  422: 'invalid_input',
  429: 'rate_limited',
  503: 'unavailable',
};

export function errorFrom(status: number, problem: Problem, retryAfter: string | null): ApiError {
  const code = (problem.code as Code | undefined) ?? codesByStatus[status] ?? 'internal';
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return new ApiError(status, code, problem, Number.isFinite(seconds) ? seconds : undefined);
}

export function asApiError(failure: unknown): ApiError {
  if (failure instanceof ApiError) return failure;
  return new ApiError(0, 'offline', { detail: String(failure) });
}
