"use client";
import { useMoment } from "@/components/ui/clock";
import { clockTime } from "@/components/ui/format-time";
import { Notice } from "@/components/ui/notice";

/** The old list stays, and says of when it is. */
export function FailedRefresh({ at, retry }: { at: number; retry: () => void }) {
  const { zone } = useMoment();
  return (
    <Notice className="mb-3">
      <p>
        <strong>The list could not be refreshed.</strong>
      </p>
      <p className="text-muted">
        It shows the state of {clockTime(new Date(at), zone)}. Trying again every 10 seconds.{" "}
        <button type="button" onClick={retry} className="text-link underline underline-offset-[0.2em]">
          Try now
        </button>
      </p>
    </Notice>
  );
}
