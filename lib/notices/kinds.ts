/** What a notice can tell of a token, in the order of the settings. Pages share this with the server. */
export const noticeKinds = {
  expires_soon: "It expires in 30, 7 or 1 days",
  expired: "It has expired",
  unused: "Nobody used it for 90 days",
  old_secret_used: "A secret that was replaced is used again",
  leaked: "Its secret was found where others can read it",
  revoked_by_other: "Someone else revoked it",
  policy_exceeded: "It exceeds a changed policy",
  issuer_left: "The person who answers for it left",
} as const;

export type NoticeKind = keyof typeof noticeKinds;

export const allNoticeKinds = Object.keys(noticeKinds) as NoticeKind[];
