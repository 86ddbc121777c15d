import { NetException, UnknownConstruct } from '../errors';
import { numberOf } from '../conversion';
import { Dictionary, NetObject, toText, type Value } from '../values';

/** System.Web.Script.Serialization.JavaScriptSerializer, of System.Web.Extensions. */
export function javaScriptSerializer(): NetObject {
  let maximumLength = 2_097_152;
  return new NetObject('System.Web.Script.Serialization.JavaScriptSerializer', {
    setters: {
      MaxJsonLength: (value) => {
        if (typeof value !== 'number') throw new UnknownConstruct('MaxJsonLength of no Int32');
        maximumLength = value;
      },
    },
    methods: {
      DeserializeObject: (text = null) => {
        const json = toText(text);
        if (json.length > maximumLength)
          throw invalid('The length of the string exceeds the value.');
        // An empty text is null, and no error.
        if (json === '') return null;
        try {
          return valueOf(JSON.parse(json) as unknown);
        } catch (error) {
          if (error instanceof SyntaxError) throw invalid('Invalid JSON primitive: .');
          throw error;
        }
      },
    },
  });
}

function valueOf(json: unknown): Value {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') {
    if (!Number.isInteger(json)) throw new UnknownConstruct('a fraction in JSON');
    return numberOf(json);
  }
  if (Array.isArray(json)) return json.map((element) => valueOf(element));
  return new Dictionary(
    new Map(Object.entries(json as object).map(([name, value]) => [name, valueOf(value)])),
  );
}

function invalid(message: string): NetException {
  return new NetException('System.ArgumentException', message);
}
