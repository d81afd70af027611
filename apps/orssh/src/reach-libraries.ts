// What every command that reaches a host needs, in one piece: each file more costs a start-up its time.
export * as adaptor from '@orssh/adaptor';
export * as bootstrap from '@orssh/bootstrap';
export * as registry from '@orssh/registry';
export * as tunnel from '@orssh/tunnel';
