/** The JSON Schema (draft 7, which editors know) of a configuration file. */
export async function registryJsonSchema(): Promise<object> {
  const { configJsonSchema } = await import('./config/config-json-schema.js');
  return configJsonSchema();
}
