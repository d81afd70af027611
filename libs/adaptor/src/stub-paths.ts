export function commandPath(id: string): string {
  return `/stub/v1/exec/${encodeURIComponent(id)}`;
}

export function leasePath(id: string): string {
  return `/stub/v1/lease/${encodeURIComponent(id)}`;
}
