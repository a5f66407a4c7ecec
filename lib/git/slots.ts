/** A ceiling on how many of something run at once. Those past it wait their turn, first come first served. */
export class Slots {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Waits for a slot, at most `waitMs`; gives the function that frees it, or null where the wait was in vain. */
  take(waitMs = Number.POSITIVE_INFINITY): Promise<(() => void) | null> {
    if (this.taken < this.limit) return Promise.resolve(this.occupy());
    return new Promise((resolve) => {
      const enter = () => {
        clearTimeout(timer);
        resolve(this.occupy());
      };
      const timer = Number.isFinite(waitMs) ? setTimeout(() => this.giveUp(enter, resolve), waitMs) : undefined;
      this.waiting.push(enter);
    });
  }

  private giveUp(enter: () => void, resolve: (nothing: null) => void): void {
    this.waiting.splice(this.waiting.indexOf(enter), 1);
    resolve(null);
  }

  private occupy(): () => void {
    this.taken += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.taken -= 1;
      this.waiting.shift()?.();
    };
  }
}
