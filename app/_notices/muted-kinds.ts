import { allNoticeKinds, type NoticeKind } from "@/lib/notices/kinds";

/** The kinds that a form leaves unticked. */
export function mutedKinds(form: FormData): NoticeKind[] {
  const wanted = form.getAll("kinds");
  return allNoticeKinds.filter((kind) => !wanted.includes(kind));
}
