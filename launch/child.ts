/**
 * Ties a process to the one that started it. After SIGTERM it finishes what is in flight; where the other one is
 * gone it ends at once, because the next start wants its port.
 */
export function endWithSupervisor(finish: () => Promise<void>): void {
  // A Ctrl-C reaches the whole group; the supervisor says when.
  process.on("SIGINT", () => undefined);
  process.once("SIGTERM", () => {
    void finish().finally(() => process.exit(0));
  });
  if (process.connected) process.once("disconnect", () => process.exit(0));
}
