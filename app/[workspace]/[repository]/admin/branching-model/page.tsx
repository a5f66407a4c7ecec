import { branchesTitle, gateBranches, type RepositoryParams } from "@/app/_branches/gate";
import { ModelPage } from "@/app/_branches/model-page";

const title = "Branching model";

export function generateMetadata(params: RepositoryParams) {
  return branchesTitle(params, title);
}

export default function RepositoryBranchingModelPage(params: RepositoryParams) {
  return gateBranches(params, title, (opened) => <ModelPage {...opened} />);
}
