/** The address that makes a commit the token's: `{bot id}@bots.{host}`, without the host's port. */
export function botEmail(botId: string, host: string): string {
  return `${botId}@bots.${host.replace(/:\d+$/, "")}`;
}

/** The bot id in a commit address, whatever the host was called when the commit was made; null for other addresses. */
export function botIdOfEmail(email: string): string | null {
  return /^([a-z0-9]{30})@bots\./.exec(email)?.[1] ?? null;
}
