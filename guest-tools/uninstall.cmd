@echo off
rem Takes back what setup.cmd of Aero Guest Tools wrote down in state.txt, and no more.
rem
rem The rules at the top of setup.cmd hold here too. state.txt is read only in a folder that setup.cmd
rem has made, and not trusted there either: each line is checked to be of a form that setup.cmd
rem writes before anything is removed, and what it names is removed only while it is setup.cmd's.
rem
rem The lines, with those of earlier versions last:
rem   package HASH [SERVICE]             a driver package: the SHA-256 of its INF
rem   critical-device ID SERVICE         a key of the CriticalDeviceDatabase ("#" is "\")
rem   replaced-device ID SERVICE CLASS   what it held before ("-": no class)
rem   service NAME                       storage NAME
rem   driver-file NAME HASH              replaced-file NAME (kept as NAME.replaced)
rem   certificate STORE THUMBPRINT       boot testsigning
rem   driver oem<number>.inf             critical-device ID      driver-file NAME
setlocal EnableExtensions DisableDelayedExpansion

rem Nothing of the caller's environment may be taken for a value of this script. The first ones are
rem values that cmd.exe makes up unless somebody has set them, and options of its commands.
for %%V in (CD CMDCMDLINE CMDEXTVERSION DATE ERRORLEVEL RANDOM TIME COPYCMD DIRCMD TXT TXT2) do set "%%V="
for %%V in (ADD_DRIVER AERO_MEDIA_SERVICE AERO_MEDIA_STORAGE AERO_VIRTIO_BLK_SERVICE ARCH CHANGED_FILE) do set "%%V="
for %%V in (DRIVER_DATABASE FORCE IN_USE LOG MEDIA MEDIA_SERVICE NOREBOOT QUIET REMOVE_BOOT_DRIVER) do set "%%V="
for %%V in (RESTART_NEEDED STORAGE WINDOWS WORK) do set "%%V="
set "CODE=0"
set "FAILED_STEPS=0"

:next_argument
if "%~1"=="" goto arguments_done
if "%~1"=="/?" goto usage
if /i "%~1"=="/quiet" set "QUIET=1" & shift & goto next_argument
if /i "%~1"=="/remove-boot-driver" set "REMOVE_BOOT_DRIVER=1" & shift & goto next_argument
if /i "%~1"=="/force" set "FORCE=1" & shift & goto next_argument
if /i "%~1"=="/noreboot" set "NOREBOOT=1" & shift & goto next_argument
echo Unknown option: "%~1"
echo.
set "CODE=2"
goto usage
:arguments_done
if defined FORCE set "REMOVE_BOOT_DRIVER=1"

rem A 32-bit cmd.exe on 64-bit Windows sees the 64-bit programs under Sysnative only.
set "MACHINE=%PROCESSOR_ARCHITECTURE%"
set "SYS=%SystemRoot%\System32"
if defined PROCESSOR_ARCHITEW6432 set "MACHINE=%PROCESSOR_ARCHITEW6432%"
if defined PROCESSOR_ARCHITEW6432 set "SYS=%SystemRoot%\Sysnative"
rem FOR runs its commands by ComSpec.
set "ComSpec=%SystemRoot%\System32\cmd.exe"

set BCDEDIT="%SYS%\bcdedit.exe"
set CERTUTIL="%SYS%\certutil.exe"
set FIND="%SYS%\find.exe"
set FSUTIL="%SYS%\fsutil.exe"
set PNPUTIL="%SYS%\pnputil.exe"
set REG="%SYS%\reg.exe"
set SHUTDOWN="%SYS%\shutdown.exe"

set "CONTROL_KEY=HKLM\SYSTEM\CurrentControlSet\Control"
set "SERVICES_KEY=HKLM\SYSTEM\CurrentControlSet\Services"
set "CRITICAL_KEY=HKLM\SYSTEM\CurrentControlSet\Control\CriticalDeviceDatabase"
set "MARK_KEY=HKLM\SOFTWARE\AeroGuestTools"
set "STORES_KEY=HKLM\SOFTWARE\Microsoft\SystemCertificates"

call :read_architecture

rem Only an elevated administrator may read the hive of the LocalService account.
%REG% query "HKU\S-1-5-19" >nul 2>&1
if errorlevel 1 (
  echo Uninstalling needs administrator rights.
  echo Right-click uninstall.cmd and choose "Run as administrator".
  set "CODE=5"
  goto finish
)

set "WORK=%SystemDrive%\AeroGuestTools"
set "STATE=%WORK%\state.txt"
if not exist "%STATE%" (
  echo There is nothing to uninstall: setup.cmd has written down no change.
  goto finish
)
call :check_folder
if not defined FOLDER_IS_OURS (
  set "LINE=%WORK% is not a folder that setup.cmd has made, so that its state.txt may be anybody's."
  call :say
  call :say "Nothing was changed. Rename that folder (or link); what it lists can be removed by hand."
  set "CODE=3"
  goto finish
)
pushd "%~dp0"
set "MEDIA=1"
set "LOG=%WORK%\uninstall.log"
>>"%LOG%" echo.
call :say "Aero Guest Tools uninstall"
>>"%LOG%" echo Started %DATE% %TIME%

call :check_state
if not "%CODE%"=="0" goto finish
call :check_storage
if not "%CODE%"=="0" goto finish
call :confirm
if not "%CODE%"=="0" goto finish

call :read_windows
rem The driver packages go first: without them Windows does not set a service up again. state.txt stays
rem as it is until everything has been tried: what is gone by then counts as taken back the next time.
type nul >"%WORK%\remaining.txt"
for %%P in (package driver critical-device replaced-device service driver-file replaced-file certificate boot) do (
  set "PASS=%%P"
  call :take_back_all
)
call :keep_what_remains
call :summarize
goto finish

rem ---------------------------------------------------------------------------------------------
rem The steps. Each sets CODE where the script has to stop.

:check_state
rem setup.cmd writes these characters only; a quotation mark could end a quoted argument below. FOR
rem does not look at what begins with a semicolon.
set "FOREIGN="
for /f "usebackq delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.#&{} " %%N in ("%STATE%") do set "FOREIGN=1"
%FIND% ";" "%STATE%" >nul
if not errorlevel 1 set "FOREIGN=1"
if not defined FOREIGN exit /b 0
call :say "state.txt was not written by setup.cmd: it holds a character that setup.cmd does not write."
call :say "Nothing was changed."
set "CODE=3"
exit /b 0

:check_storage
rem A service that drives a device has a key Enum with a Count above 0. If the device is the disk
rem that Windows started from, Windows does not start again without the driver. The services are those
rem that the packages and the keys to be removed are for, whatever setup.cmd came to; a package that
rem an earlier version wrote down may be that of the storage service on this media.
for /f "usebackq tokens=1-3" %%A in ("%STATE%") do (
  set "STORAGE=%%B"
  if "%%A"=="storage" call :look_for_use
  if "%%A"=="service" call :look_for_use
  set "STORAGE=%%C"
  if "%%A"=="package" call :look_for_use
  if "%%A"=="critical-device" call :look_for_use
  if "%%A"=="driver" set "MEDIA_SERVICE=1"
)
if defined MEDIA_SERVICE call :look_at_media
if not defined IN_USE exit /b 0
set "LINE=The storage driver %IN_USE% drives a disk of this computer right now."
call :say
call :say "If Windows starts from that disk, it does not start again after the driver is gone."
if defined REMOVE_BOOT_DRIVER call :say "WARNING: the driver is removed all the same, as the options say." & exit /b 0
call :say "Shut down, switch the disk back to the IDE or AHCI controller, start, and uninstall then."
call :say "Nothing was changed. /remove-boot-driver removes the driver all the same."
set "CODE=4"
exit /b 0

:look_at_media
rem The storage services that the media of this script names.
if exist config\devices.cmd call config\devices.cmd
set "STORAGE=%AERO_VIRTIO_BLK_SERVICE%"
call :look_for_use
if not exist config\media.cmd exit /b 0
call config\media.cmd %ARCH%
if defined AERO_MEDIA_STORAGE for %%N in (%AERO_MEDIA_STORAGE%) do (
  set "NUMBER=%%N"
  call :look_at_media_driver
)
exit /b 0

:look_at_media_driver
call config\media.cmd %ARCH% %NUMBER%
set "STORAGE=%AERO_MEDIA_SERVICE%"
goto look_for_use

:confirm
if defined FORCE exit /b 0
if defined QUIET exit /b 0
call :say "This removes what setup.cmd has added:"
for /f "usebackq tokens=1,*" %%A in ("%STATE%") do if not "%%A"=="storage" echo   %%A %%B
call :ask "Remove it now?"
if defined YES exit /b 0
call :say "Nothing was changed."
set "CODE=3"
exit /b 0

:take_back_all
for /f "usebackq tokens=1-4" %%A in ("%STATE%") do (
  set "ITEM=%%B"
  set "DETAIL=%%C"
  set "MORE=%%D"
  if "%%A"=="%PASS%" call :take_back
)
exit /b 0

:keep_what_remains
rem What could not be taken back stays in state.txt, for another try, with the storage services.
set "REMAINING="
for /f "usebackq delims=" %%L in ("%WORK%\remaining.txt") do set "REMAINING=1"
if not defined REMAINING del "%STATE%"
if not defined REMAINING del "%WORK%\remaining.txt"
if not defined REMAINING exit /b 0
for /f "usebackq tokens=1,2" %%A in ("%STATE%") do if "%%A"=="storage" >>"%WORK%\remaining.txt" echo %%A %%B
move /y "%WORK%\remaining.txt" "%STATE%" >nul
exit /b 0

:summarize
if not "%FAILED_STEPS%"=="0" (
  set "LINE=%FAILED_STEPS% step(s) failed and stay in state.txt: see %LOG%"
  call :say
  set "CODE=1"
  exit /b 0
)
call :say "Done. The logs and reports stay in the folder AeroGuestTools."
if not defined RESTART_NEEDED exit /b 0
set "CODE=3010"
call :say "Restart Windows to finish."
if defined NOREBOOT exit /b 0
if defined FORCE exit /b 0
if defined QUIET exit /b 0
call :ask "Restart Windows now?"
if defined YES %SHUTDOWN% /r /t 0
exit /b 0

rem ---------------------------------------------------------------------------------------------
rem What the steps use.

:check_folder
rem FOLDER_IS_OURS is defined if WORK is the folder that setup.cmd has made: not a link, for which
rem fsutil ends with 0, and marked in the registry, where only administrators may write. The mark
rem is a value with the folder's object id for its name: another folder at the same place, made
rem after this one was deleted, has another id.
set "FOLDER_IS_OURS="
%FSUTIL% reparsepoint query "%WORK%" >nul 2>&1
if "%ERRORLEVEL%"=="0" exit /b 0
call :read_folder_id
%REG% query "%MARK_KEY%" /v "%FOLDER_ID%" >nul 2>&1
if not errorlevel 1 set "FOLDER_IS_OURS=1"
exit /b 0

:read_folder_id
rem FOLDER_ID becomes the object id of WORK: 32 hexadecimal digits after the first colon that fsutil
rem writes. Where there is none, the mark has a name that is no object id.
set "FOLDER_ID=none"
set "TXT="
for /f "tokens=1,* delims=:" %%A in ('^"%FSUTIL% objectid query "%WORK%" 2^>nul^"') do if not defined TXT set "TXT=%%B"
call :prove_hexadecimal
if not defined PROVEN exit /b 0
set "FOLDER_ID=%TXT: =%"
exit /b 0

:take_back
set "LINE=Removing %PASS% %ITEM% %DETAIL%"
call :say
set "TAKEN_BACK="
call :take_back_%PASS%
if defined TAKEN_BACK exit /b 0
set "LINE=FAILED: %PASS% %ITEM% %DETAIL%"
call :say
set /a FAILED_STEPS+=1
set "LINE=%PASS% %ITEM%"
if defined DETAIL set "LINE=%LINE% %DETAIL%"
if defined MORE set "LINE=%LINE% %MORE%"
for /f "delims=" %%L in ("%LINE%") do >>"%WORK%\remaining.txt" echo %%L
exit /b 0

:take_back_package
rem ITEM is the SHA-256 of the INF that was added. Windows has given it a number, and may have given
rem that to another package since: what is removed is what holds the same bytes.
call :check_hash
if not defined PLAIN exit /b 0
set "EXPECTED=%ITEM%"
set "LEFT="
pushd "%SystemRoot%\INF"
for %%P in (oem*.inf) do (
  set "PUBLISHED=%%~nxP"
  call :look_at_published
)
popd
if not defined LEFT set "TAKEN_BACK=1"
exit /b 0

:look_at_published
set "FILE=%SystemRoot%\INF\%PUBLISHED%"
call :hash_file
if /i not "%HASH%"=="%EXPECTED%" exit /b 0
call :delete_package
if exist "%FILE%" set "LEFT=1"
exit /b 0

:take_back_driver
rem ITEM is oem<number>.inf, as earlier versions wrote it. By its number alone nobody can tell whose it
rem is: it has to be one of the INFs of this media, or /force has to say so.
if /i not "%ITEM:~0,3%"=="oem" exit /b 0
if /i not "%ITEM:~-4%"==".inf" exit /b 0
set "NUMBER=%ITEM:~3,-4%"
if not defined NUMBER exit /b 0
for /f "delims=0123456789" %%N in ("%NUMBER%") do exit /b 0
set "PUBLISHED=%ITEM%"
set "FILE=%SystemRoot%\INF\%PUBLISHED%"
if not exist "%FILE%" set "TAKEN_BACK=1" & exit /b 0
set "OURS=%FORCE%"
call :hash_file
set "EXPECTED=%HASH%"
if not defined OURS if defined EXPECTED for /r "drivers\%ARCH%" %%I in (*.inf) do (
  set "FILE=%%~fI"
  call :look_at_media_inf
)
if not defined OURS (
  set "LINE=%PUBLISHED% may be of another driver by now: it is none of the INFs on this media. /force removes it."
  call :say
  exit /b 0
)
set "FILE=%SystemRoot%\INF\%PUBLISHED%"
call :delete_package
if not exist "%FILE%" set "TAKEN_BACK=1"
exit /b 0

:look_at_media_inf
call :hash_file
if /i "%HASH%"=="%EXPECTED%" set "OURS=1"
exit /b 0

:delete_package
rem By itself pnputil leaves a package that a device uses.
if not defined ADD_DRIVER %PNPUTIL% -d %PUBLISHED% >>"%LOG%" 2>&1
if defined ADD_DRIVER %PNPUTIL% /delete-driver %PUBLISHED% >>"%LOG%" 2>&1
if exist "%FILE%" if not defined ADD_DRIVER %PNPUTIL% -f -d %PUBLISHED% >>"%LOG%" 2>&1
if exist "%FILE%" if defined ADD_DRIVER %PNPUTIL% /delete-driver %PUBLISHED% /force >>"%LOG%" 2>&1
set "RESTART_NEEDED=1"
exit /b 0

:take_back_critical-device
rem ITEM is a hardware id with "#" for "\", DETAIL the service that setup.cmd gave it; earlier versions
rem wrote that down as the storage service only.
if /i not "%ITEM:~0,4%"=="PCI#" exit /b 0
set "KEY=%CRITICAL_KEY%\%ITEM%"
set "TAKEN_BACK=1"
call :read_registry "%KEY%" Service
if not defined DATA exit /b 0
set "OURS="
if defined DETAIL if /i "%DATA%"=="%DETAIL%" set "OURS=1"
if not defined DETAIL for /f "usebackq tokens=1,2" %%A in ("%STATE%") do if /i "%%A %%B"=="storage %DATA%" set "OURS=1"
if not defined OURS (
  set "LINE=It stays: by now it is for the driver '%DATA%'."
  call :say
  exit /b 0
)
rem What it held before comes back by a line of its own.
set "REPLACED="
for /f "usebackq tokens=1,2" %%A in ("%STATE%") do if /i "%%A %%B"=="replaced-device %ITEM%" set "REPLACED=1"
if defined REPLACED exit /b 0
set "TAKEN_BACK="
goto delete_key

:take_back_replaced-device
rem ITEM as above, DETAIL the service of another driver, MORE the class. Where neither setup.cmd's nor
rem any other entry is left, or setup.cmd's is, it is put back.
if /i not "%ITEM:~0,4%"=="PCI#" exit /b 0
if not defined MORE exit /b 0
set "KEY=%CRITICAL_KEY%\%ITEM%"
call :read_registry "%KEY%" Service
set "OURS=1"
if defined DATA set "OURS="
if defined DATA for /f "usebackq tokens=1-3" %%A in ("%STATE%") do if /i "%%A %%B %%C"=="critical-device %ITEM% %DATA%" set "OURS=1"
set "TAKEN_BACK=1"
if not defined OURS exit /b 0
set "TAKEN_BACK="
%REG% add "%KEY%" /v Service /t REG_SZ /d "%DETAIL%" /f >>"%LOG%" 2>&1
if errorlevel 1 exit /b 0
set "TAKEN_BACK=1"
if not "%MORE%"=="-" %REG% add "%KEY%" /v ClassGUID /t REG_SZ /d "%MORE%" /f >>"%LOG%" 2>&1
if "%MORE%"=="-" %REG% delete "%KEY%" /v ClassGUID /f >>"%LOG%" 2>&1
exit /b 0

:take_back_service
rem The service stays where its file is another one by now: that of a driver which was installed since.
call :check_plain_name
if not defined PLAIN exit /b 0
call :look_for_changed_file
if defined CHANGED_FILE (
  set "LINE=It stays: %CHANGED_FILE% is of another driver by now."
  call :say
  set "TAKEN_BACK=1"
  exit /b 0
)
set "KEY=%SERVICES_KEY%\%ITEM%"
set "RESTART_NEEDED=1"
goto delete_key

:take_back_driver-file
call :check_plain_name
if not defined PLAIN exit /b 0
if /i not "%ITEM:~-4%"==".sys" exit /b 0
call :look_for_changed_file
if defined CHANGED_FILE (
  set "LINE=It stays: it is of another driver by now."
  call :say
  set "TAKEN_BACK=1"
  exit /b 0
)
if exist "%SYS%\drivers\%ITEM%" del /f "%SYS%\drivers\%ITEM%" >>"%LOG%" 2>&1
if not exist "%SYS%\drivers\%ITEM%" set "TAKEN_BACK=1"
exit /b 0

:take_back_replaced-file
rem setup.cmd has kept the file that was there before as NAME.replaced.
call :check_plain_name
if not defined PLAIN exit /b 0
if /i not "%ITEM:~-4%"==".sys" exit /b 0
if not exist "%WORK%\%ITEM%.replaced" set "TAKEN_BACK=1" & exit /b 0
if exist "%SYS%\drivers\%ITEM%" set "TAKEN_BACK=1" & exit /b 0
copy /y /b "%WORK%\%ITEM%.replaced" "%SYS%\drivers\%ITEM%" >nul
if errorlevel 1 exit /b 0
del "%WORK%\%ITEM%.replaced"
set "TAKEN_BACK=1"
exit /b 0

:look_for_changed_file
rem CHANGED_FILE is defined if a driver file in state.txt is there, but with none of the hashes that
rem setup.cmd wrote down for it. Earlier versions wrote none.
set "CHANGED_FILE="
set "KNOWN="
for /f "usebackq tokens=1-3" %%A in ("%STATE%") do (
  set "NAME=%%B"
  set "EXPECTED=%%C"
  if "%%A"=="driver-file" call :look_at_driver_file
)
if defined KNOWN set "CHANGED_FILE="
exit /b 0

:look_at_driver_file
if not defined EXPECTED exit /b 0
set "FILE=%SYS%\drivers\%NAME%"
if not exist "%FILE%" exit /b 0
call :hash_file
if /i "%HASH%"=="%EXPECTED%" set "KNOWN=1"
set "CHANGED_FILE=%NAME%"
exit /b 0

:take_back_certificate
rem ITEM is the store, DETAIL the SHA-1 thumbprint: 40 hexadecimal digits.
if not defined DETAIL exit /b 0
if /i not "%ITEM%"=="Root" if /i not "%ITEM%"=="TrustedPublisher" exit /b 0
for /f "delims=0123456789ABCDEFabcdef" %%N in ("%DETAIL%") do exit /b 0
if "%DETAIL:~39,1%"=="" exit /b 0
if not "%DETAIL:~40,1%"=="" exit /b 0
set "KEY=%STORES_KEY%\%ITEM%\Certificates\%DETAIL%"
%REG% query "%KEY%" >nul 2>&1
if errorlevel 1 set "TAKEN_BACK=1" & exit /b 0
%CERTUTIL% -delstore %ITEM% %DETAIL% >>"%LOG%" 2>&1
%REG% query "%KEY%" >nul 2>&1
if errorlevel 1 set "TAKEN_BACK=1"
exit /b 0

:take_back_boot
if /i not "%ITEM%"=="testsigning" exit /b 0
%BCDEDIT% /set {current} testsigning off >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" goto testsigning_stays
set "TAKEN_BACK=1"
set "RESTART_NEEDED=1"
exit /b 0

:testsigning_stays
call :read_registry "%CONTROL_KEY%\SecureBoot\State" UEFISecureBootEnabled
if "%DATA%"=="0x1" call :say "Secure Boot is on: bcdedit may not change test signing mode then. Switch it off, and run uninstall.cmd again."
exit /b 0

:delete_key
%REG% query "%KEY%" >nul 2>&1
if errorlevel 1 set "TAKEN_BACK=1" & exit /b 0
%REG% delete "%KEY%" /f >>"%LOG%" 2>&1
if not errorlevel 1 set "TAKEN_BACK=1"
exit /b 0

:check_plain_name
rem PLAIN is defined if ITEM is a name of letters, digits, "_", "-" and ".", with no path.
set "PLAIN="
if not defined ITEM exit /b 0
if "%ITEM:~0,1%"=="." exit /b 0
for /f "delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-." %%N in ("%ITEM%") do exit /b 0
set "PLAIN=1"
exit /b 0

:check_hash
rem PLAIN is defined if ITEM is a SHA-256: 64 hexadecimal digits.
set "PLAIN="
if not defined ITEM exit /b 0
for /f "delims=0123456789ABCDEFabcdef" %%N in ("%ITEM%") do exit /b 0
if "%ITEM:~63,1%"=="" exit /b 0
if not "%ITEM:~64,1%"=="" exit /b 0
set "PLAIN=1"
exit /b 0

:look_for_use
rem IN_USE becomes the service STORAGE if that drives a device.
if not defined STORAGE exit /b 0
call :read_registry "%SERVICES_KEY%\%STORAGE%\Enum" Count
if defined DATA if not "%DATA%"=="0x0" set "IN_USE=%STORAGE%"
exit /b 0

:read_architecture
rem ARCH becomes the architecture of Windows, or stays undefined. Windows for ARM64 tells programs for x64 another
rem one, theirs ("WOW64 Implementation Details"); the registry has its own.
call :read_registry "%CONTROL_KEY%\Session Manager\Environment" PROCESSOR_ARCHITECTURE
if /i "%DATA%"=="ARM64" set "MACHINE=ARM64"
if /i "%MACHINE%"=="AMD64" set "ARCH=amd64"
if /i "%MACHINE%"=="ARM64" set "ARCH=arm64"
if /i "%MACHINE%"=="x86" set "ARCH=x86"
exit /b 0

:read_windows
rem WINDOWS becomes the id that the packager has for this Windows, or undefined. DRIVER_DATABASE is defined from
rem Windows 8 on, ADD_DRIVER from Windows 10 1607 on, which brought "pnputil /add-driver". CurrentVersion is 6.3
rem on Windows 10 and newer, which have CurrentMajorVersionNumber besides.
set "VERSION_KEY=HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
call :read_registry "%VERSION_KEY%" CurrentBuildNumber
set "WINDOWS_BUILD=%DATA%"
call :read_registry "%VERSION_KEY%" CurrentVersion
set "WINDOWS_VERSION=%DATA%"
call :read_registry "%VERSION_KEY%" CurrentMajorVersionNumber
if "%DATA%"=="0xa" set "WINDOWS_VERSION=10.0"
for %%V in (6.2 6.3 10.0) do if "%WINDOWS_VERSION%"=="%%V" set "DRIVER_DATABASE=1"
call :read_registry "%CONTROL_KEY%\ProductOptions" ProductType
set "SERVER="
for %%P in (ServerNT LanmanNT) do if /i "%DATA%"=="%%P" set "SERVER=1"
if "%WINDOWS_VERSION%"=="10.0" goto read_windows_10
set "RELEASE=%WINDOWS_VERSION%.%WINDOWS_BUILD%"
if "%RELEASE%"=="6.1.7601" set "WINDOWS=w7"
if "%RELEASE%"=="6.2.9200" set "WINDOWS=w8"
if "%RELEASE%"=="6.3.9600" set "WINDOWS=w8.1"
if not defined SERVER exit /b 0
if "%RELEASE%"=="6.1.7601" set "WINDOWS=2k8R2"
if "%RELEASE%"=="6.2.9200" set "WINDOWS=2k12"
if "%RELEASE%"=="6.3.9600" set "WINDOWS=2k12R2"
exit /b 0
:read_windows_10
rem A build between two releases is of the older one. Unquoted, IF compares numbers.
if not defined WINDOWS_BUILD exit /b 0
for /f "delims=0123456789" %%N in ("%WINDOWS_BUILD%") do exit /b 0
if %WINDOWS_BUILD% GEQ 14393 set "ADD_DRIVER=1"
set "WINDOWS=w10"
if %WINDOWS_BUILD% GEQ 22000 set "WINDOWS=w11"
if not defined SERVER exit /b 0
set "WINDOWS=2k16"
if %WINDOWS_BUILD% GEQ 17763 set "WINDOWS=2k19"
if %WINDOWS_BUILD% GEQ 20348 set "WINDOWS=2k22"
if %WINDOWS_BUILD% GEQ 26100 set "WINDOWS=2k25"
exit /b 0

:read_registry
rem KEY NAME: DATA becomes the value's data, "?" if it holds unusual characters, or undefined.
set "DATA="
set "TXT="
for /f "tokens=1,2,*" %%A in ('^"%REG% query %1 /v %2 2^>nul^"') do if /i "%%A"=="%~2" set "TXT=%%C"
if not defined TXT exit /b 0
set "DATA=?"
call :prove
if not defined PROVEN exit /b 0
set "DATA=%TXT%"
exit /b 0

:hash_file
rem HASH becomes the hash of FILE (ALGORITHM, or SHA256), or undefined. certutil writes it in a line of
rem its own, with spaces between the bytes; its other lines are words.
set "HASH="
if not defined ALGORITHM set "ALGORITHM=SHA256"
for /f "delims=" %%H in ('^"%CERTUTIL% -hashfile "%FILE%" %ALGORITHM% 2^>nul^"') do (
  set "TXT=%%H"
  call :take_hash
)
set "ALGORITHM="
exit /b 0

:take_hash
if defined HASH exit /b 0
call :prove_hexadecimal
if not defined PROVEN exit /b 0
set "HASH=%TXT: =%"
exit /b 0

:prove
rem PROVEN is defined if TXT has plain characters only, so that it may be expanded. SET shows it to
rem FOR, which finds something where it has others. The semicolon is plain since FOR would skip the
rem line otherwise.
set "PROVEN="
if not defined TXT exit /b 0
set "PROVEN=1"
for /f "delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.,;:=#&+/\{}~ " %%N in ('set TXT') do set "PROVEN="
exit /b 0

:prove_hexadecimal
rem The same for hexadecimal digits and spaces; no letter of "TXT" is one.
set "PROVEN="
if not defined TXT exit /b 0
set "PROVEN=1"
for /f "tokens=2 delims==0123456789ABCDEFabcdef " %%N in ('set TXT') do set "PROVEN="
exit /b 0

:say
rem Shows and logs %1, or LINE where the text holds a name from state.txt.
if not "%~1"=="" set "LINE=%~1"
for /f "delims=" %%L in ("%LINE%") do (
  echo %%L
  if defined LOG >>"%LOG%" echo %%L
)
exit /b 0

:ask
rem Puts the question %1; YES is defined after an answer that begins with "y".
set "YES="
set "ANSWER="
set /p "ANSWER=%~1 [y/N] "
if defined ANSWER set "ANSWER=%ANSWER:"=%"
if not defined ANSWER exit /b 0
if /i "%ANSWER:~0,1%"=="y" set "YES=1"
exit /b 0

:usage
echo Takes back what setup.cmd of Aero Guest Tools has added. Run it as administrator.
echo.
echo   uninstall.cmd [/quiet] [/noreboot] [/remove-boot-driver] [/force]
echo   uninstall.cmd /?
echo.
echo   /quiet               Ask nothing, never pause, never restart.
echo   /noreboot            Do not offer to restart Windows at the end.
echo   /remove-boot-driver  Remove the storage driver even while it drives a disk: if Windows starts
echo                        from that disk, it does not start again.
echo   /force               Both of /quiet and /remove-boot-driver, and remove packages of which
echo                        state.txt of an earlier version knows the number only.
echo.
echo   Exit codes: 0 done, or nothing to do; 3010 done, restart Windows; 1 a step failed;
echo   2 unknown option; 3 nothing was changed, since the folder AeroGuestTools is not setup.cmd's or
echo   the answer was no; 4 nothing was changed, since the storage driver is in use; 5 not run as
echo   administrator.
goto finish

:finish
if defined LOG >>"%LOG%" echo Exit code %CODE%
if not defined FORCE if not defined QUIET call :pause_if_started_by_explorer
if defined MEDIA popd
exit /b %CODE%

:pause_if_started_by_explorer
rem Explorer starts "cmd.exe /c <script>", whose window closes when the script ends.
setlocal EnableDelayedExpansion
set "STARTED_AS=!CMDCMDLINE!"
if defined STARTED_AS if not "!STARTED_AS:uninstall.cmd=!"=="!STARTED_AS!" pause
endlocal
exit /b 0
