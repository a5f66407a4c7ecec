import { branchesTitle, gateBranches } from "@/app/_branches/gate";
import { RestrictionPage } from "@/app/_branches/restriction-page";

type Params = { params: Promise<{ workspace: string; repository: string; id: string }> };

const title = "Branch restriction";

export function generateMetadata(params: Params) {
  return branchesTitle(params, title);
}

export default async function RepositoryRestrictionPage(params: Params) {
  const { id } = await params.params;
  return gateBranches(params, title, (opened) => <RestrictionPage {...opened} id={id} />);
}
