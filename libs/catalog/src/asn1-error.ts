/**
 * A structure that violates its standard. The message is a clause that begins with the name of the
 * structure; code that reads a file turns it into an error for the user.
 */
export class Asn1Error extends Error {
  override readonly name: string = 'Asn1Error';
}
