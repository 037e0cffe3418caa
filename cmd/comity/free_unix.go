//go:build linux || darwin

package main

import "golang.org/x/sys/unix"

// freeSpace is how many bytes may still be written in a folder.
func freeSpace(folder string) (int64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(folder, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail * uint64(st.Bsize)), nil
}
