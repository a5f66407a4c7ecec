import { Tick } from "@/app/_forms/tick";
import { allNoticeKinds, noticeKinds } from "@/lib/notices/kinds";

/** What to hear of: everything that is ticked. */
export function KindChoice({ legend, mutedKinds }: { legend: string; mutedKinds: string[] }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-semibold">{legend}</legend>
      {allNoticeKinds.map((kind) => (
        <Tick key={kind} name="kinds" value={kind} label={noticeKinds[kind]} ticked={!mutedKinds.includes(kind)} />
      ))}
    </fieldset>
  );
}
