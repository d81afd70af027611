/** Shells that can complete `orssh`. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script's text, in which `@{` stands for `${`. */
function script({ raw }: { raw: readonly string[] }): string {
  return raw.join('').replaceAll('@{', '${').trimStart();
}

/**
 * Scripts that ask `orssh complete` for the words that fit. No word of the command line is ever evaluated: what a person is
 * typing may be `$(…)`.
 */
export const shellScripts: Readonly<Record<Shell, string>> = {
  bash: script`
# Completion of orssh for bash: eval "$(orssh completion bash)"
_orssh() {
  local rest=@{COMP_LINE:0:COMP_POINT} words=() word gap current line i cut=
  # bash cuts words at = and : too; what no space separates belongs together.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    gap=@{rest%%[![:space:]]*}
    rest=@{rest#"$gap"}
    word=@{COMP_WORDS[i]}
    ((i == COMP_CWORD)) && word=$rest
    rest=@{rest#"$word"}
    if ((i > 0)) && [[ -z $gap ]]; then
      words[@{#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
  done
  # A reply takes the place of what comes after the last cut.
  current=@{words[@{#words[@]} - 1]}
  if [[ $current == *[=:]* ]]; then
    cut=@{current%"@{current##*[=:]}"}
    [[ $COMP_WORDBREAKS == *"@{cut: -1}"* ]] || cut=
  fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default
    else
      line=@{line%%$'\t'*}
      COMPREPLY+=("@{line#"$cut"}")
    fi
  done < <(orssh complete -- "@{words[@]:1}" 2> /dev/null)
}
complete -F _orssh orssh
`,
  zsh: script`
#compdef orssh
# Completion of orssh for zsh: after compinit, eval "$(orssh completion zsh)"
_orssh() {
  local -a found
  local line value files=
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      files=yes
      continue
    fi
    value=@{@{line%%$'\t'*}//\\/\\\\}
    value=@{value//:/\\:}
    [[ $line == *$'\t'* ]] && value+=:@{line#*$'\t'}
    found+=("$value")
  done < <(orssh complete -- "@{(@Q)words[2,CURRENT-1]}" "@{(Q)PREFIX}" 2> /dev/null)
  (( @{#found} )) && _describe -V orssh found
  [[ -n $files ]] && _files
}
if [[ @{funcstack[1]} == _orssh ]]; then _orssh "$@"; else compdef _orssh orssh; fi
`,
  fish: script`
# Completion of orssh for fish: orssh completion fish | source
function __orssh_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (orssh complete -- $words[2..-1] "$current" 2> /dev/null)
        if test "$line" = :files
            __fish_complete_path "$current"
        else
            printf '%s\n' $line
        end
    end
end
complete -c orssh -f -k -a '(__orssh_complete)'
`,
};
