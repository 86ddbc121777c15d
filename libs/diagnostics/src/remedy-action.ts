/**
 * What a remedy can ask for that each face of this project does in a way of its own: by an option, a variable or a
 * command. The value joins the words of the face to the remedy.
 */
export const JOINED_BY = {
  /** Writing the lock of an image on a server anew. */
  'update-lock': ': ',
  /** Telling the SHA-256 that the image on a server must have. */
  'expect-sha256': ': ',
  /** Naming certificates in place of those that come with the drivers. */
  'name-certificates': '; or ',
  /** Packaging files that are not those that their catalogs list. */
  'allow-catalog-mismatch': '; or, if the change is meant, ',
  /** Building media for one architecture alone. */
  'choose-architecture': '; or ',
} as const;

export type RemedyAction = keyof typeof JOINED_BY;

/** All of them. */
export const REMEDY_ACTIONS = Object.keys(JOINED_BY) as readonly RemedyAction[];

/** The words that a face has for actions, each a clause without a full stop; none for what it cannot do. */
export type FaceRemedies = Readonly<Partial<Record<RemedyAction, string>>>;
