package server

import "net/http"

// who names the client of a request by its lease; "" for none.
func (s *Server) who(r *http.Request) string {
	leaseID := leaseOf(r)
	for _, one := range s.leases.List() {
		if leaseID != "" && one.ID == leaseID {
			return one.Holder.User + "@" + one.Holder.Machine
		}
	}
	return ""
}
