/**
 * A structure is not what its standard says. Its message is a clause that begins with the name of the
 * structure; whoever reads a file makes an error for the user of it.
 */
export class Asn1Error extends Error {
  override readonly name: string = 'Asn1Error';
}
