import { branchesTitle, gateBranches, type RepositoryParams } from "@/app/_branches/gate";
import { RestrictionsPage } from "@/app/_branches/restrictions-page";

const title = "Branch restrictions";

export function generateMetadata(params: RepositoryParams) {
  return branchesTitle(params, title);
}

export default function RepositoryRestrictionsPage(params: RepositoryParams) {
  return gateBranches(params, title, (opened) => <RestrictionsPage {...opened} />);
}
