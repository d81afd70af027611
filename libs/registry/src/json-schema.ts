/** The JSON Schema (draft 7, which editors know) of a configuration file. */
export async function registryJsonSchema(): Promise<object> {
  const [{ toJSONSchema }, { configSchema }] = await Promise.all([
    import('zod/mini'),
    import('./config/schema.js'),
  ]);
  return {
    $id: 'https://opencode-remote-ssh.invalid/orssh.schema.json',
    title: 'orssh: hosts and settings',
    ...toJSONSchema(configSchema, { target: 'draft-7', io: 'input' }),
  };
}
