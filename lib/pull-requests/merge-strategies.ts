export const mergeStrategies = ["merge_commit", "squash", "fast_forward"] as const;
export type MergeStrategy = (typeof mergeStrategies)[number];
