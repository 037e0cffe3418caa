package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Standby makes a streaming standby of the server.
func (c *Cluster) Standby() (*Cluster, error) {
	folder, err := os.MkdirTemp("", "comity-pg")
	if err != nil {
		return nil, err
	}
	s := &Cluster{Folder: folder, bin: c.bin}
	if s.run, err = s.user(); err != nil {
		s.Stop()
		return nil, err
	}
	data := filepath.Join(folder, "data")
	copying := exec.Command(filepath.Join(c.bin, "pg_basebackup"), "-D", data, "-h", c.Folder, "-U", "postgres", "-R", "-X", "stream", "-c", "fast", "--no-sync")
	copying.Dir = folder
	s.run(copying)
	if out, err := copying.CombinedOutput(); err != nil {
		s.Stop()
		return nil, fmt.Errorf("copy the server for a standby: %s: %w", out, err)
	}
	s.args = []string{"-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=60"}
	return s, s.serve()
}
