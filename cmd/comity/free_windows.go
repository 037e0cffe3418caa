package main

import "golang.org/x/sys/windows"

// freeSpace is how many bytes may still be written in a folder.
func freeSpace(folder string) (free int64, err error) {
	path, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, err
	}
	var n uint64
	err = windows.GetDiskFreeSpaceEx(path, &n, nil, nil)
	return int64(n), err
}
