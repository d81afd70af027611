// Where nobody watches, a test that fails is tried once more, after the others of its file: the machine may have had too much to
// do. Jest shows the first failure all the same, and `npm test` lists what needed it.
if (process.env.CI) import.meta.jest.retryTimes(1, { logErrorsBeforeRetry: true });
