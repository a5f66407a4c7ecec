import { notFound, redirect } from "next/navigation";
import { requireUser } from "@/app/_session/caller";
import { openNotice } from "@/lib/notices/inbox";

/** Leads from a notice to the page of its token, and notes that it was read. */
export async function GET(_request: Request, { params }: { params: Promise<{ notice: string }> }): Promise<never> {
  const opened = await openNotice(await requireUser(), { id: (await params).notice });
  if (!opened.ok || opened.value === null) notFound();
  redirect(opened.value);
}
