package events

import "context"

// catchUp writes what is kept and the reader does not have.
func (r *reader) catchUp(ctx context.Context) error {
	wrote := false
	for ctx.Err() == nil {
		frames, err := r.news()
		if err != nil {
			return err
		}
		if len(frames) == 0 {
			break
		}
		for _, f := range frames {
			r.seq = f.seq
			if !r.wants(f) {
				continue
			}
			data := f.data
			if r.want.Bare {
				data = f.payload
			}
			if err := r.write(f.seq, data); err != nil {
				return err
			}
			wrote = true
		}
	}
	if !wrote {
		return nil
	}
	return r.sink.Flush()
}

func (r *reader) wants(f frame) bool {
	if r.want.Bare && f.sync {
		return false
	}
	return r.want.Workspace == "" || f.workspace == r.want.Workspace
}

func (r *reader) news() ([]frame, error) {
	h := r.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	skip := r.seq + 1 - h.oldest()
	if skip < 0 {
		return nil, ErrSlow
	}
	frames := h.frames[skip:]
	n, size := 0, 0
	for n < min(len(frames), batch) && size < batchBytes {
		size += len(frames[n].data)
		n++
	}
	// A copy: the hub clears the frames that it drops.
	return append([]frame(nil), frames[:n]...), nil
}
