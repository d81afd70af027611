/** The exit codes of every command, for `orssh help exit-codes`. Kept beside `exitCode`, and tested against it. */
export const exitCodesHelp = `
Exit codes:
    0   it worked; of exec: the command ended with 0
    *   of exec: whatever the command ended with; on several hosts: the code that all of them have;
        of open, run and acp: whatever OpenCode ended with
    1   something else failed (the message says what)
    2   the command line or the configuration is wrong, or no host has what was asked for
    3   of status: the stub does not run
  122   somebody else has the lease of the host
  123   on several hosts: they ended differently, at least one not with 0
  124   of exec: --timeout ended the command
  125   of exec: a path is not allowed (see --allow)
  126   of exec: the command cannot be started: its folder is missing, or it is not executable
  127   of exec: the program was not found
  128+n a signal ended the command, or orssh: 130 after Ctrl-C, 137 SIGKILL, 141 nobody read the output, 143 SIGTERM
  255   the host was not reached, or its stub could not be put there or started

With --json a failure is {"error":{"code","host","message","remedy"}} on standard output: a command's own 255 has none.
`;
