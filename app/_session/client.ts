/** Where a request came from. The headers are the resource server's own: it drops those that clients send. */
export function clientOf(header: (name: string) => string | null | undefined): {
  address: string | null;
  requestId: string | null;
} {
  return {
    address: header("x-forwarded-for")?.split(",")[0]?.trim() || null,
    requestId: header("x-request-id") || null,
  };
}
