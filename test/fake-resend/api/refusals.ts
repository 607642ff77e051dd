/** The API's errors: https://resend.com/docs/api-reference/errors */
export interface Refusal {
  statusCode: number;
  name: string;
  message: string;
}

const STATUSES = {
  invalid_idempotency_key: 400,
  validation_error: 400,
  missing_api_key: 401,
  invalid_api_key: 403,
  restricted_api_key: 403,
  suspended_api_key: 403,
  not_found: 404,
  method_not_allowed: 405,
  concurrent_idempotent_requests: 409,
  invalid_idempotent_request: 409,
  // Not documented: batches have no limit in bytes, so this is how one might look.
  payload_too_large: 413,
  missing_required_field: 422,
  rate_limit_exceeded: 429,
  daily_quota_exceeded: 429,
  monthly_quota_exceeded: 429,
  application_error: 500,
  service_unavailable: 503,
} as const;

/** @param statusCode For a name that comes with another status than usual. */
export function refuse(
  name: keyof typeof STATUSES,
  message: string,
  statusCode: number = STATUSES[name],
): Refusal {
  return { statusCode, name, message };
}
