package look

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

const maxBraces = 256

// braces are the words that "a{b,c}" stands for, by their parts. Where they are
// too many the word stays as it is, and is unknown.
func (w *walker) braces(word *syntax.Word) [][]syntax.WordPart {
	hasBrace := false
	for _, part := range word.Parts {
		if lit, ok := part.(*syntax.Lit); ok {
			hasBrace = hasBrace || len(lit.Value) > 2
		}
	}
	if !hasBrace {
		return [][]syntax.WordPart{word.Parts}
	}
	written := w.written(word)
	if strings.Count(written, "{") > maxDepth {
		w.seen.notKnown(written)
		return [][]syntax.WordPart{word.Parts}
	}
	split := *word // it is changed in place
	if !syntax.SplitBraces(&split) {
		return [][]syntax.WordPart{word.Parts}
	}
	words, ok := w.unbraced(split.Parts)
	if !ok {
		w.seen.notKnown(written)
		return [][]syntax.WordPart{word.Parts}
	}
	return words
}

func (w *walker) unbraced(parts []syntax.WordPart) (out [][]syntax.WordPart, ok bool) {
	out = [][]syntax.WordPart{nil}
	for _, part := range parts {
		choices := [][]syntax.WordPart{{part}}
		if brace, isBrace := part.(*syntax.BraceExp); isBrace {
			if choices, ok = w.choices(brace); !ok {
				return nil, false
			}
		}
		if len(out)*len(choices) > maxBraces || !w.spend(len(out)*len(choices)) {
			return nil, false
		}
		var next [][]syntax.WordPart
		for _, begun := range out {
			for _, choice := range choices {
				next = append(next, append(append([]syntax.WordPart(nil), begun...), choice...))
			}
		}
		out = next
	}
	return out, true
}

func (w *walker) choices(brace *syntax.BraceExp) (out [][]syntax.WordPart, ok bool) {
	if brace.Sequence {
		for _, text := range sequence(brace) {
			out = append(out, []syntax.WordPart{&syntax.Lit{Value: text}})
		}
		return out, true
	}
	for _, element := range brace.Elems {
		words, ok := w.unbraced(element.Parts)
		if !ok {
			return nil, false
		}
		out = append(out, words...)
	}
	return out, true
}

// sequence is "{1..5}" or "{a..e}".
func sequence(brace *syntax.BraceExp) []string {
	ends := [2]string{brace.Elems[0].Lit(), brace.Elems[1].Lit()}
	from, err := strconv.Atoi(ends[0])
	to, otherErr := strconv.Atoi(ends[1])
	number := err == nil && otherErr == nil
	if !number {
		if len(ends[0]) != 1 || len(ends[1]) != 1 {
			return []string{"{" + ends[0] + ".." + ends[1] + "}"}
		}
		from, to = int(ends[0][0]), int(ends[1][0])
	}
	step := 1
	if len(brace.Elems) > 2 {
		if n, err := strconv.Atoi(brace.Elems[2].Lit()); err == nil && n != 0 {
			step = max(n, -n)
		}
	}
	if from > to {
		step = -step
	}
	var out []string
	for at := from; (step > 0 && at <= to || step < 0 && at >= to) && len(out) <= maxBraces; at += step {
		text := strconv.Itoa(at)
		if !number {
			text = string(rune(at))
		} else if width := len(ends[0]); ends[0][0] == '0' {
			for len(text) < width {
				text = "0" + text
			}
		}
		out = append(out, text)
	}
	return out
}
