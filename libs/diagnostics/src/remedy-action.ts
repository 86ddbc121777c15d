/**
 * Actions of remedies that each face of this project performs in its own way: by an option, a
 * variable or a command. The value joins the words of the face to the remedy.
 */
export const JOINED_BY = {
  /** Writing a new lock for an image on a server. */
  'update-lock': ': ',
  /** Stating the SHA-256 that the image on a server must have. */
  'expect-sha256': ': ',
  /** Naming certificates to replace those that come with the drivers. */
  'name-certificates': '; or ',
  /** Packaging files that differ from those that their catalogs list. */
  'allow-catalog-mismatch': '; or, if the change is meant, ',
  /** Building media for only one architecture. */
  'choose-architecture': '; or ',
} as const;

export type RemedyAction = keyof typeof JOINED_BY;

/** All actions. */
export const REMEDY_ACTIONS = Object.keys(JOINED_BY) as readonly RemedyAction[];

/**
 * The words of a face for actions, each a clause without a full stop; none for actions that it does
 * not support.
 */
export type FaceRemedies = Readonly<Partial<Record<RemedyAction, string>>>;
