@echo off
rem Aero Guest Tools setup for Windows 7 SP1, x86 and x64.
rem
rem Adds the drivers on this media to the driver store and prepares Windows to start from a
rem virtio-blk disk. README.md describes the use, the options and the exit codes.
rem
rem Rules this script keeps:
rem - System programs are called by their full path: the current directory is that of the media,
rem   and cmd.exe would look there first.
rem - No output of a system program is searched for words, since Windows translates them.
rem - Delayed expansion stays off, since it would eat "!" in paths. A path is never an argument of
rem   CALL, which expands its arguments a second time: it goes through a variable.
rem - An exit code is compared with 0, since "if errorlevel 1" is false for the negative ones (HRESULTs)
rem   that pnputil and certutil end with. Where only reg.exe or find.exe is meant, it will do.
rem - What is changed is written to state.txt, so that uninstall.cmd takes back that and no more.
setlocal EnableExtensions DisableDelayedExpansion

rem Nothing of the caller's environment may be taken for a value of this script.
for %%V in (ARCH FORCE LOG NOREBOOT POLICY RESTART_NEEDED SKIPSTORAGE STAGEONLY STORAGE_FAILED STORAGE_INF STORAGE_SOURCE WORK) do set "%%V="
for %%V in (BLK NET INPUT SND) do (
  set "AERO_VIRTIO_%%V_SERVICE="
  set "AERO_VIRTIO_%%V_SYS="
  set "AERO_VIRTIO_%%V_HWIDS="
)
set "CODE=0"
set "FAILED_STEPS=0"

:next_argument
if "%~1"=="" goto arguments_done
if "%~1"=="/?" goto usage
if /i "%~1"=="/force" set "FORCE=1" & shift & goto next_argument
if /i "%~1"=="/stageonly" set "STAGEONLY=1" & shift & goto next_argument
if /i "%~1"=="/skipstorage" set "SKIPSTORAGE=1" & shift & goto next_argument
if /i "%~1"=="/noreboot" set "NOREBOOT=1" & shift & goto next_argument
echo Unknown option: "%~1"
echo.
set "CODE=2"
goto usage
:arguments_done

rem A 32-bit cmd.exe on 64-bit Windows sees the 64-bit programs under Sysnative only.
set "MACHINE=%PROCESSOR_ARCHITECTURE%"
set "SYS=%SystemRoot%\System32"
if defined PROCESSOR_ARCHITEW6432 set "MACHINE=%PROCESSOR_ARCHITEW6432%"
if defined PROCESSOR_ARCHITEW6432 set "SYS=%SystemRoot%\Sysnative"
if /i "%MACHINE%"=="AMD64" set "ARCH=amd64"
if /i "%MACHINE%"=="x86" set "ARCH=x86"

set ATTRIB="%SYS%\attrib.exe"
set BCDEDIT="%SYS%\bcdedit.exe"
set CERTUTIL="%SYS%\certutil.exe"
set FIND="%SYS%\find.exe"
set FSUTIL="%SYS%\fsutil.exe"
set ICACLS="%SYS%\icacls.exe"
set PNPUTIL="%SYS%\pnputil.exe"
set REG="%SYS%\reg.exe"
set SHUTDOWN="%SYS%\shutdown.exe"

set "SERVICES_KEY=HKLM\SYSTEM\CurrentControlSet\Services"
set "CRITICAL_KEY=HKLM\SYSTEM\CurrentControlSet\Control\CriticalDeviceDatabase"
set "MARK_KEY=HKLM\SOFTWARE\AeroGuestTools"
set "STORES_KEY=HKLM\SOFTWARE\Microsoft\SystemCertificates"

rem Only an elevated administrator may read the hive of the LocalService account.
%REG% query "HKU\S-1-5-19" >nul 2>&1
if errorlevel 1 (
  echo Setup needs administrator rights.
  echo Right-click setup.cmd and choose "Run as administrator".
  set "CODE=5"
  goto finish
)

call :open_folder
if not "%CODE%"=="0" goto finish
pushd "%~dp0"
call :open_log
call :check_windows
if not "%CODE%"=="0" goto finish
call :check_media
if not "%CODE%"=="0" goto finish
call :check_storage
if not "%CODE%"=="0" goto finish
call :confirm
if not "%CODE%"=="0" goto finish

call :import_certificates
if not "%CODE%"=="0" goto finish
call :enable_test_signing
if not "%CODE%"=="0" goto finish
call :stage_drivers
if not "%CODE%"=="0" goto finish
call :preseed_storage
if not "%CODE%"=="0" goto finish
call :summarize
goto finish

rem ---------------------------------------------------------------------------------------------
rem The steps. Each sets CODE where setup has to stop.

:open_folder
rem uninstall.cmd acts on state.txt as administrator, but everybody may make folders in the root of
rem the system drive: a folder that somebody else made there, or a link, is neither used nor changed.
set "WORK=%SystemDrive%\AeroGuestTools"
set "STATE=%WORK%\state.txt"
if not exist "%WORK%" goto make_folder
call :check_folder
if not defined FOLDER_IS_OURS goto refuse_folder
rem Whoever was let in since may have to leave. The folder comes last and is not reset, since it
rem would inherit from the root of the drive for a moment, where others may write.
%ICACLS% "%WORK%\*" /setowner *S-1-5-32-544 /t /c /l /q >nul 2>&1
%ICACLS% "%WORK%\*" /reset /t /c /l /q >nul 2>&1
set "FOLDER=%WORK%"
call :protect_folder
if defined PROTECTED exit /b 0
:refuse_folder
set "LINE=%WORK% is not a folder that setup.cmd has made and can keep for administrators."
call :say
call :say "Nothing was changed. Rename that folder (or link), and run setup.cmd again."
set "CODE=3"
exit /b 0
:make_folder
rem It is made where only administrators may write, and moved when it is protected: in the root of
rem the drive others could open it before. MOVE would put it into a folder that is there by now.
set "FOLDER=%SystemRoot%\AeroGuestTools.new"
if exist "%FOLDER%\" rmdir "%FOLDER%"
mkdir "%FOLDER%"
call :protect_folder
if defined PROTECTED move "%FOLDER%" "%WORK%" >nul 2>&1
if exist "%FOLDER%\" rmdir "%FOLDER%" & goto refuse_folder
if not defined PROTECTED goto refuse_folder
if exist "%WORK%\AeroGuestTools.new" goto refuse_folder
%FSUTIL% objectid create "%WORK%" >nul 2>&1
call :read_folder_id
%REG% delete "%MARK_KEY%" /f >nul 2>&1
%REG% add "%MARK_KEY%" /v "%FOLDER_ID%" /t REG_SZ /d "%WORK%" /f >nul 2>&1
if errorlevel 1 goto refuse_folder
exit /b 0

:open_log
set "LOG=%WORK%\setup.log"
>>"%LOG%" echo.
call :say "Aero Guest Tools setup"
>>"%LOG%" echo Started %DATE% %TIME%
set "LINE=Media: %CD%"
call :say
exit /b 0

:check_windows
if not defined ARCH (
  set "LINE=This computer's architecture is %MACHINE%; the drivers are for x86 and AMD64."
  call :say
  set "CODE=3"
  exit /b 0
)
call :read_registry "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" CurrentVersion
set "WINDOWS_VERSION=%DATA%"
call :read_registry "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" CurrentBuildNumber
set "WINDOWS_BUILD=%DATA%"
set "LINE=Windows %WINDOWS_VERSION% build %WINDOWS_BUILD%, %ARCH%"
call :say
if "%WINDOWS_VERSION%.%WINDOWS_BUILD%"=="6.1.7601" exit /b 0
call :say "The drivers on this media are for Windows 7 with Service Pack 1 (6.1 build 7601)."
if defined FORCE call :say "WARNING: going on with another Windows, as /force says." & exit /b 0
call :say "Install them on that, or give /force to try them here."
set "CODE=3"
exit /b 0

:check_media
if not exist manifest.json (
  call :say "manifest.json is missing: this is not complete Aero Guest Tools media."
  call :say "Copy or mount the media again, with all of its files."
  set "CODE=3"
  exit /b 0
)
for %%P in (test production none) do call :look_for_policy %%P
set "POLICY_IS_KNOWN="
for %%P in (test production none) do if "%POLICY%"=="%%P" set "POLICY_IS_KNOWN=1"
if not defined POLICY_IS_KNOWN (
  call :say "manifest.json names no signing policy that this setup knows (test, production, none)."
  call :say "Use the setup.cmd that came with this media."
  set "CODE=3"
  exit /b 0
)
set "LINE=Signing policy: %POLICY%"
call :say
if not exist "drivers\%ARCH%\" (
  set "LINE=The folder drivers\%ARCH% is missing: this media has no drivers for this computer."
  call :say
  set "CODE=3"
  exit /b 0
)
if not exist config\devices.cmd (
  call :say "config\devices.cmd is missing: this is not complete Aero Guest Tools media."
  set "CODE=3"
  exit /b 0
)
call config\devices.cmd
exit /b 0

:check_storage
rem A virtio-blk disk that Windows has no driver for at boot is a stop error 0x7B, so what is
rem pre-seeded has to be what the packaged INF would install.
if defined SKIPSTORAGE call :say "The storage driver is not prepared, as /skipstorage says." & exit /b 0
if not defined AERO_VIRTIO_BLK_SERVICE goto no_storage
if not defined AERO_VIRTIO_BLK_HWIDS goto no_storage
set "STORAGE_SYS=%AERO_VIRTIO_BLK_SYS%"
if not defined STORAGE_SYS set "STORAGE_SYS=%AERO_VIRTIO_BLK_SERVICE%.sys"
for /r "drivers\%ARCH%" %%I in (*.inf) do (
  set "INF=%%~fI"
  set "INF_FOLDER=%%~dpI"
  if /i "%%~xI"==".inf" call :look_for_storage_service
)
if not defined STORAGE_INF goto no_storage
if exist "%STORAGE_FOLDER%%STORAGE_SYS%" set "STORAGE_SOURCE=%STORAGE_FOLDER%%STORAGE_SYS%"
if not defined STORAGE_SOURCE call :look_for_storage_file
if not defined STORAGE_SOURCE (
  set "LINE=%STORAGE_SYS% is not beside the INF that installs it: the storage driver is incomplete."
  call :say
  set "CODE=3"
  exit /b 0
)
set "LINE=Storage service %AERO_VIRTIO_BLK_SERVICE% is installed by %STORAGE_INF%"
call :say
exit /b 0
:no_storage
set "LINE=No INF under drivers\%ARCH% installs the storage service '%AERO_VIRTIO_BLK_SERVICE%' that config\devices.cmd names."
call :say
call :say "Windows would not start from a virtio-blk disk with this media."
call :say "Keep the present disk controller and give /skipstorage to install the other drivers."
set "CODE=4"
exit /b 0

:confirm
if not "%POLICY%"=="test" goto confirm_install
call :say "The drivers on this media are test-signed. Setup is going to:"
call :say "- trust the certificates in the folder certs, for all users of this computer"
if "%ARCH%"=="amd64" call :say "- switch Windows test signing mode on (bcdedit /set testsigning on)"
goto confirm_ask
:confirm_install
call :say "Certificates and boot configuration stay as they are: this media's drivers do not ask for a change."
:confirm_ask
if defined FORCE exit /b 0
call :ask "Install the drivers now?"
if defined YES exit /b 0
call :say "Nothing was changed."
set "CODE=3"
exit /b 0

:import_certificates
if not "%POLICY%"=="test" exit /b 0
set "CERTIFICATES=0"
for %%C in (certs\*.cer certs\*.crt certs\*.p7b) do (
  set "CERTIFICATE=%%C"
  call :import_certificate Root
  call :import_certificate TrustedPublisher
)
if not "%CERTIFICATES%"=="0" exit /b 0
call :say "The signing policy is test, but the folder certs holds no certificate that could be imported."
set "CODE=1"
exit /b 0

:enable_test_signing
if not "%POLICY%"=="test" exit /b 0
rem Only 64-bit Windows 7 refuses kernel drivers for their signature.
if not "%ARCH%"=="amd64" exit /b 0
call :read_registry "HKLM\SYSTEM\CurrentControlSet\Control" SystemStartOptions
set "REST=%DATA%"
set "TEST_SIGNING="
call :look_for_test_signing
if defined TEST_SIGNING call :say "Test signing mode is on already." & exit /b 0
%BCDEDIT% /set {current} testsigning on >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" (
  call :say "bcdedit could not switch test signing mode on; test-signed drivers would not load. See setup.log."
  set "CODE=1"
  exit /b 0
)
set "ITEM=boot testsigning"
call :record
call :say "Test signing mode is on from the next start."
set "RESTART_NEEDED=1"
exit /b 0

:stage_drivers
dir /b "%SystemRoot%\INF\oem*.inf" >"%WORK%\published-before.txt" 2>nul
set "PNPUTIL_OPTIONS=-i -a"
if defined STAGEONLY set "PNPUTIL_OPTIONS=-a"
for /r "drivers\%ARCH%" %%I in (*.inf) do (
  set "INF=%%~fI"
  set "INF_NAME=%%~nxI"
  if /i "%%~xI"==".inf" call :stage_inf
)
if "%FAILED_STEPS%"=="0" exit /b 0
if defined FORCE exit /b 0
call :say "Setup stops here; what was added stays (uninstall.cmd takes it back). /force goes on after such a failure."
set "CODE=1"
exit /b 0

:preseed_storage
if defined SKIPSTORAGE exit /b 0
if defined STORAGE_FAILED (
  call :say "The storage driver package could not be added, so Windows is not prepared to start from it."
  set "CODE=1"
  exit /b 0
)
set "ITEM=storage %AERO_VIRTIO_BLK_SERVICE%"
call :record
call :preseed_service
if not "%CODE%"=="0" exit /b 0
for %%H in (%AERO_VIRTIO_BLK_HWIDS%) do (
  set "HWID=%%~H"
  call :preseed_critical_device
)
if not "%CODE%"=="0" exit /b 0
call :say "Windows is prepared to start from a virtio-blk disk."
set "RESTART_NEEDED=1"
exit /b 0

:summarize
if not "%FAILED_STEPS%"=="0" (
  set "LINE=Done, but %FAILED_STEPS% step(s) failed: see %LOG%"
  call :say
  set "CODE=1"
  exit /b 0
)
call :say "Done."
if not defined RESTART_NEEDED exit /b 0
set "CODE=3010"
call :say "Next: shut Windows down, switch the virtual machine to its virtio devices, start it, run verify.cmd."
if defined NOREBOOT exit /b 0
if defined FORCE exit /b 0
call :ask "Shut Windows down now?"
if defined YES %SHUTDOWN% /s /t 0
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
set "FOLDER_ID="
set "OBJECT_ID=%SystemRoot%\AeroGuestTools.tmp"
%FSUTIL% objectid query "%WORK%" >"%OBJECT_ID%" 2>nul
for /f "usebackq tokens=1,* delims=:" %%A in ("%OBJECT_ID%") do if not defined FOLDER_ID set "FOLDER_ID=%%B"
if defined FOLDER_ID set "FOLDER_ID=%FOLDER_ID: =%"
if not defined FOLDER_ID set "FOLDER_ID=none"
for /f "delims=0123456789ABCDEFabcdef" %%N in ("%FOLDER_ID%") do set "FOLDER_ID=none"
del "%OBJECT_ID%"
exit /b 0

:protect_folder
rem PROTECTED is defined if FOLDER is the administrators' now, and only they may write there
rem (S-1-5-18 is SYSTEM, S-1-5-32-544 Administrators, S-1-5-32-545 Users).
set "PROTECTED="
%ICACLS% "%FOLDER%" /setowner *S-1-5-32-544 /q >nul 2>&1
if not "%ERRORLEVEL%"=="0" exit /b 0
%ICACLS% "%FOLDER%" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX /q >nul 2>&1
if "%ERRORLEVEL%"=="0" set "PROTECTED=1"
exit /b 0

:look_for_policy
rem Adds %1 to POLICY if the manifest, indented or compact, names it; two of them make no known one.
set "NAMED="
%FIND% """signing_policy"": ""%1""" manifest.json >nul 2>&1
if not errorlevel 1 set "NAMED=1"
%FIND% """signing_policy"":""%1""" manifest.json >nul 2>&1
if not errorlevel 1 set "NAMED=1"
if defined NAMED set "POLICY=%POLICY%%1"
exit /b 0

:look_for_storage_service
rem INF and INF_FOLDER to STORAGE_INF and STORAGE_FOLDER, if the INF has an AddService line for
rem the storage service. TYPE turns UTF-16 with a byte order mark into the console's code page.
if defined STORAGE_INF exit /b 0
type "%INF%" >"%WORK%\inf.txt" 2>nul
for /f "usebackq tokens=1,2 delims=,=%%	 " %%A in ("%WORK%\inf.txt") do if /i "%%~A"=="AddService" set "SERVICE=%%~B" & call :match_storage_service
exit /b 0

:match_storage_service
rem SERVICE is a service, or the name of a string that holds one: its "%%" are cut off already.
if /i "%SERVICE%"=="%AERO_VIRTIO_BLK_SERVICE%" goto storage_service_found
for /f "usebackq tokens=1,2 delims==	 " %%A in ("%WORK%\inf.txt") do if /i "%%~A"=="%SERVICE%" if /i "%%~B"=="%AERO_VIRTIO_BLK_SERVICE%" goto storage_service_found
exit /b 0
:storage_service_found
set "STORAGE_INF=%INF%"
set "STORAGE_FOLDER=%INF_FOLDER%"
exit /b 0

:look_for_storage_file
for /r "%STORAGE_FOLDER%." %%S in (*.sys) do if /i "%%~nxS"=="%STORAGE_SYS%" set "STORAGE_SOURCE=%%~fS"
exit /b 0

:import_certificate
rem CERTIFICATE to the store %1. A store's certificates are registry keys named by thumbprint:
rem those that appear were added here.
set "STORE=%1"
set "LINE=Importing %CERTIFICATE% into the store %STORE%"
call :say
%REG% query "%STORES_KEY%\%STORE%\Certificates" >"%WORK%\certificates-before.txt" 2>nul
%CERTUTIL% -addstore -f %STORE% "%CERTIFICATE%" >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" (
  call :say "certutil could not import it. See setup.log."
  set /a FAILED_STEPS+=1
  exit /b 0
)
set /a CERTIFICATES+=1
%REG% query "%STORES_KEY%\%STORE%\Certificates" >"%WORK%\certificates-after.txt" 2>nul
for /f "usebackq delims=" %%K in ("%WORK%\certificates-after.txt") do set "THUMBPRINT=%%~nxK" & call :record_certificate
exit /b 0

:record_certificate
rem Records THUMBPRINT in STORE, unless it was there before. A SHA-1 thumbprint has 40 digits.
for /f "usebackq delims=" %%K in ("%WORK%\certificates-before.txt") do if /i "%%~nxK"=="%THUMBPRINT%" exit /b 0
if "%THUMBPRINT:~39,1%"=="" exit /b 0
if not "%THUMBPRINT:~40,1%"=="" exit /b 0
set "ITEM=certificate %STORE% %THUMBPRINT%"
goto record

:look_for_test_signing
rem Windows puts the load options of this start into SystemStartOptions, parted by spaces.
if not defined REST exit /b 0
set "WORD="
for /f "tokens=1,*" %%A in ("%REST%") do (
  set "WORD=%%A"
  set "REST=%%B"
)
if not defined WORD exit /b 0
if /i "%WORD%"=="TESTSIGNING" set "TEST_SIGNING=1"
if /i "%WORD%"=="/TESTSIGNING" set "TEST_SIGNING=1"
goto look_for_test_signing

:stage_inf
set "LINE=Adding driver package %INF%"
call :say
%PNPUTIL% %PNPUTIL_OPTIONS% "%INF%" >"%WORK%\pnputil.txt" 2>&1
set "STATUS=%ERRORLEVEL%"
type "%WORK%\pnputil.txt" >>"%LOG%"
>>"%LOG%" echo pnputil exit code %STATUS%
set "PUBLISHED="
for /f "usebackq delims=" %%L in ("%WORK%\pnputil.txt") do (
  set "REST=%%L"
  call :look_for_published_name
)
if not defined PUBLISHED (
  set "LINE=FAILED: pnputil did not add %INF_NAME% (exit code %STATUS%). See setup.log."
  call :say
  set /a FAILED_STEPS+=1
  if /i "%INF%"=="%STORAGE_INF%" set "STORAGE_FAILED=1"
  exit /b 0
)
set "LINE=%INF_NAME% is published as %PUBLISHED%"
call :say
rem A package that was there before this setup is not uninstall.cmd's to remove.
set "ITEM=driver %PUBLISHED%"
for /f "usebackq delims=" %%L in ("%WORK%\published-before.txt") do if /i "%%L"=="%PUBLISHED%" set "ITEM="
if defined ITEM call :record
rem 259 (no more items) says that no device for this driver is attached yet.
if "%STATUS%"=="0" exit /b 0
if "%STATUS%"=="259" exit /b 0
set "RESTART_NEEDED=1"
if "%STATUS%"=="3010" exit /b 0
set "LINE=WARNING: the package was added, but Windows did not install it on its device (exit code %STATUS%)."
call :say
exit /b 0

:look_for_published_name
rem The last word of the form oem<number>.inf in pnputil's output is the published name.
if not defined REST exit /b 0
set "WORD="
for /f "tokens=1,* delims=:	 " %%A in ("%REST%") do (
  set "WORD=%%A"
  set "REST=%%B"
)
if not defined WORD exit /b 0
if /i not "%WORD:~0,3%"=="oem" goto look_for_published_name
if /i not "%WORD:~-4%"==".inf" goto look_for_published_name
set "NUMBER=%WORD:~3,-4%"
if not defined NUMBER goto look_for_published_name
set "NOT_DIGITS="
for /f "delims=0123456789" %%N in ("%NUMBER%") do set "NOT_DIGITS=%%N"
if not defined NOT_DIGITS set "PUBLISHED=%WORD%"
goto look_for_published_name

:preseed_service
set "KEY=%SERVICES_KEY%\%AERO_VIRTIO_BLK_SERVICE%"
call :read_registry "%KEY%" Start
if not defined DATA goto create_service
set "ITEM=service %AERO_VIRTIO_BLK_SERVICE%"
call :look_for_record
if defined RECORDED goto update_service
rem Plug and Play, or somebody else, made this service: it is only looked at.
set "LINE=Service %AERO_VIRTIO_BLK_SERVICE% is there already and stays as it is."
call :say
if not "%DATA%"=="0x0" (
  set "LINE=But its Start value is %DATA% and not 0x0, so Windows would not load it at boot. Remove the service or set Start to 0."
  call :say
  set "CODE=1"
  exit /b 0
)
if exist "%SYS%\drivers\%STORAGE_SYS%" exit /b 0
goto copy_driver_file
:update_service
call :read_registry "%KEY%\Enum" Count
if defined DATA if not "%DATA%"=="0x0" call :say "The storage driver is in use; its service stays as it is." & exit /b 0
:create_service
set "ITEM=service %AERO_VIRTIO_BLK_SERVICE%"
call :record
call :add_value "%KEY%" Type REG_DWORD 1
call :add_value "%KEY%" Start REG_DWORD 0
call :add_value "%KEY%" ErrorControl REG_DWORD 1
call :add_value "%KEY%" Tag REG_DWORD 33
call :add_value "%KEY%" Group REG_SZ "SCSI miniport"
call :add_value "%KEY%" ImagePath REG_EXPAND_SZ "system32\drivers\%STORAGE_SYS%"
rem 5 is PCIBus: the port driver leaves such devices to Plug and Play.
call :add_value "%KEY%\Parameters\PnpInterface" 5 REG_DWORD 1
if not "%CODE%"=="0" exit /b 0
:copy_driver_file
set "TARGET=%SYS%\drivers\%STORAGE_SYS%"
set "ITEM=driver-file %STORAGE_SYS%"
if not exist "%TARGET%" call :record
copy /y /b "%STORAGE_SOURCE%" "%TARGET%" >nul
if errorlevel 1 (
  set "LINE=Could not copy %STORAGE_SYS% to %SYS%\drivers."
  call :say
  set "CODE=1"
  exit /b 0
)
rem A file from a CD is read-only; the next driver version has to be able to replace it.
%ATTRIB% -r "%TARGET%"
exit /b 0

:preseed_critical_device
rem HWID to a key of the CriticalDeviceDatabase, in which "#" stands for "\".
set "KEY=%CRITICAL_KEY%\%HWID:\=#%"
call :read_registry "%KEY%" Service
if not defined DATA goto add_critical_device
if /i "%DATA%"=="%AERO_VIRTIO_BLK_SERVICE%" exit /b 0
set "LINE=Windows has %HWID% with the boot driver '%DATA%'."
call :say
if defined FORCE call :say "WARNING: this driver takes its place, as /force says." & goto add_critical_device
call :say "Uninstall that driver first, or give /force to put this one in its place."
set "CODE=1"
exit /b 0
:add_critical_device
set "ITEM=critical-device %HWID:\=#%"
call :record
call :add_value "%KEY%" ClassGUID REG_SZ "{4D36E97B-E325-11CE-BFC1-08002BE10318}"
call :add_value "%KEY%" Service REG_SZ "%AERO_VIRTIO_BLK_SERVICE%"
exit /b 0

:add_value
rem KEY NAME TYPE DATA
%REG% add %1 /v %2 /t %3 /d %4 /f >>"%LOG%" 2>&1
if not errorlevel 1 exit /b 0
set "LINE=Could not write the registry value %~2 of %~1"
call :say
set "CODE=1"
exit /b 0

:read_registry
rem KEY NAME: DATA becomes the value's data, or undefined.
set "DATA="
%REG% query %1 /v %2 >"%WORK%\query.txt" 2>nul
for /f "usebackq tokens=1,2,*" %%A in ("%WORK%\query.txt") do if /i "%%A"=="%~2" set "DATA=%%C"
exit /b 0

:record
rem Adds the line ITEM to state.txt, once.
call :look_for_record
if defined RECORDED exit /b 0
for /f "delims=" %%L in ("%ITEM%") do >>"%STATE%" echo %%L
exit /b 0

:look_for_record
rem RECORDED is defined if the line ITEM is in state.txt.
set "RECORDED="
if not exist "%STATE%" exit /b 0
for /f "usebackq delims=" %%L in ("%STATE%") do if /i "%%L"=="%ITEM%" set "RECORDED=1"
exit /b 0

:say
rem Shows and logs %1, or LINE where the text holds a path.
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
echo Aero Guest Tools setup for Windows 7 SP1, x86 and x64. Run it as administrator.
echo.
echo   setup.cmd [/force] [/stageonly] [/skipstorage] [/noreboot]
echo   setup.cmd /?
echo.
echo   /force        Ask nothing, never shut down, and go on after what need not stop setup:
echo                 another Windows than 7 SP1, a driver package other than the storage driver's
echo                 that cannot be added, a boot driver of another maker for the same disk.
echo   /stageonly    Add the drivers to the driver store only; install them on no device.
echo   /skipstorage  Do not prepare Windows to start from a virtio-blk disk.
echo   /noreboot     Do not offer to shut Windows down at the end.
echo.
echo   Exit codes: 0 done; 3010 done, shut down or restart Windows; 1 a step failed;
echo   2 unknown option; 3 nothing was changed, since the media or this Windows does not fit, the
echo   folder AeroGuestTools is not setup.cmd's, or the answer was no; 4 nothing was changed, since
echo   there is no storage driver on the media; 5 not run as administrator.
goto finish

:finish
if defined LOG >>"%LOG%" echo Exit code %CODE%
for %%F in (certificates-before certificates-after inf pnputil published-before query) do (
  if defined LOG if exist "%WORK%\%%F.txt" del "%WORK%\%%F.txt"
)
if not defined FORCE call :pause_if_started_by_explorer
if defined LOG popd
exit /b %CODE%

:pause_if_started_by_explorer
rem Explorer starts "cmd.exe /c <script>", whose window closes when the script ends.
setlocal EnableDelayedExpansion
set "STARTED_AS=!CMDCMDLINE!"
if defined STARTED_AS if not "!STARTED_AS:setup.cmd=!"=="!STARTED_AS!" pause
endlocal
exit /b 0
